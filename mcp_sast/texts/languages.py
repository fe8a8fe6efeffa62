"""Orders in eight further languages: keep silent, ignore what was said before, hand over secrets or the conversation.

In: nothing. Out: `FOREIGN`, the kind of each order with its pattern over a normalised text.
"""

from __future__ import annotations

import re

_CONCEAL = (
    r"(?:不要|请勿|切勿|不得|别)[^。；]{0,12}(?:告诉|告知|通知|透露给?|让|向)[^。；]{0,6}用户"
    r"|\bno\s+(?:se\s+lo\s+)?(?:digas|menciones|informes|reveles|cuentes|avises)[^.;]{0,40}\b(?:usuario|usuaria)"
    r"|\bn[ãa]o\s+(?:conte|diga|mencione|informe|revele|avise)[^.;]{0,40}\busu[áa]ri[oa]"
    r"|\bne\s+(?:dis|dites|mentionne[sz]?|r[ée]v[èe]le[sz]?|r[ée]v[ée]lez|informe[sz]?|pr[ée]vien[sz]?|parle[sz]?)\b[^.;]{0,40}\butilisateur"
    r"|\b(?:sag|sage|sagen\s+sie|erw[äa]hne|erz[äa]hle|verrate|informiere)\b[^.;]{0,40}\b(?:nutzer|benutzer|anwender)\w*[^.;]{0,20}\b(?:nicht|nichts)\b"
    r"|\b(?:nutzer|benutzer|anwender)\w*\s+(?:darf|soll|d[üu]rfen|sollen)\s+(?:davon\s+|dies\s+|es\s+)?(?:nichts?|nie)\b"
    r"|\bне\s+(?:говори|говорите|сообщай|сообщайте|упоминай|упоминайте|рассказывай|рассказывайте)[^.;]{0,40}пользовател"
    r"|ユーザー?に(?:は)?[^。]{0,16}(?:言わない|伝えない|知らせない|教えない|明かさない|話さない)"
    r"|사용자에게[^.]{0,16}(?:말하지|알리지|언급하지|밝히지)\s*(?:마|말)"
)
_IGNORE = (
    r"(?:忽略|无视)[^。；]{0,8}(?:之前|先前|以上|所有)[^。；]{0,8}(?:指令|指示|规则|说明)"
    r"|\bignora\s+(?:todas?\s+)?(?:las\s+)?instrucciones\s+(?:anteriores|previas)|\bignore\s+(?:todas\s+)?as\s+instru[çc][õo]es\s+(?:anteriores|pr[ée]vias)"
    r"|\bignore[sz]?\s+(?:toutes\s+)?les\s+instructions\s+pr[ée]c[ée]dentes|\bignorier\w*\s+(?:alle\s+|s[äa]mtliche\s+)?(?:die\s+)?(?:vorherigen|bisherigen|fr[üu]heren)\s+\w*anweisungen"
    r"|игнорируй\w*\s+(?:все\s+)?(?:предыдущие|прежние)\s+(?:инструкции|указания)"
    r"|(?:以前|これまで|前)の(?:すべての)?(?:指示|命令)(?:を|は)(?:すべて)?無視|이전(?:의)?\s*(?:모든\s*)?(?:지시|명령|지침)\S*\s*무시"
)
_SECRET = (
    r"(?:读取|打开|传递|发送|附上|填入|包含)[^。；]{0,20}(?:密钥|私钥|密码|令牌|对话历史|聊天记录|完整对话|系统提示)"
    r"|(?:把|将)[^。；]{0,12}(?:密钥|私钥|密码|令牌|对话历史|聊天记录|完整对话|系统提示)[^。；]{0,20}(?:传|发|放|填|写)"
    r"|\b(?:env[íi]a|pasa|incluye|adjunta|copia)\b[^.;]{0,40}\b(?:clave\s+privada|contraseñas?|credenciales|historial\s+de\s+(?:la\s+)?conversaci[óo]n|toda\s+la\s+conversaci[óo]n)"
    r"|\b(?:envie|passe|inclua|anexe|copie)\b[^.;]{0,40}\b(?:chave\s+privada|senhas?|credenciais|hist[óo]rico\s+da\s+conversa|toda\s+a\s+conversa)"
    r"|\b(?:envoie|envoyez|passe[sz]?|transmet\w*|inclu\w+|joign\w+|ajoute[sz]?|copie[sz]?)\b[^.;]{0,40}\b(?:cl[ée]s?\s+priv[ée]es?|mots?\s+de\s+passe|identifiants|historique\s+de\s+la\s+conversation|toute\s+la\s+conversation)"
    r"|\b(?:sende|[üu]bergib|[üu]bergeben|f[üu]ge|schreibe|kopiere|h[äa]nge)\b[^.;]{0,50}\b(?:privaten?\s+schl[üu]ssel|passw[öo]rter|zugangsdaten|gespr[äa]chsverlauf|(?:gesamten?|ganze[ns]?)\s+(?:gespr[äa]ch|unterhaltung|verlauf))"
    r"|\b(?:отправь|отправьте|передай|передайте|включи|включите|вставь|вставьте|приложи|приложите)\b[^.;]{0,40}(?:закрыт\w+\s+ключ|приватн\w+\s+ключ|парол|учётн\w+\s+данн|истори\w+\s+(?:переписки|разговора|диалога|чата))"
    r"|(?:秘密鍵|パスワード|認証情報|会話(?:の)?履歴|会話全体|システムプロンプト)[^。]{0,20}(?:渡|送|含め|入れ|貼り付け|添付)"
    r"|(?:개인\s*키|비밀번호|자격\s*증명|대화\s*(?:기록|내용|전체)|시스템\s*프롬프트)[^.]{0,20}(?:전달|보내|포함|넣|첨부|붙여)"
)
_REFUSALS = r"不要|请勿|切勿|不得|\bno\s+|\bn[ãa]o\s+|\bne\s+|\bnicht\b|\bkeine?\b|\bне\s+|ないで|しない|지\s*마|지\s*않"

FOREIGN = (
    ("keep silent to the user", re.compile(_CONCEAL, re.IGNORECASE), None),
    ("outrank the user or other tools", re.compile(_IGNORE, re.IGNORECASE), None),
    ("pass secrets or the conversation along", re.compile(_SECRET, re.IGNORECASE), re.compile(_REFUSALS, re.IGNORECASE)),
)
