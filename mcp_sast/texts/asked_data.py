"""Data that a tool asks for though its function has no use for it: secrets, the conversation, system prompts, contents of files.

In: a parameter's name and what is said of it; the tool's name and description; words of the server's own name. Out: what is asked for, in
words, "" for what the tool's function explains: the password of a document that is unlocked, the key of the service that is wrapped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mcp_sast.texts.normalising import normalised
from mcp_sast.texts.vocabulary import CONVERSATION, REFUSED, SECRET_FILE

_I = re.IGNORECASE
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SENTENCE = re.compile(r"[^.!?\n]*")


class _Kind(NamedTuple):
    """`what` is asked for; `name`, `text`: how; `explained` by a tool that is about something of this; `plain`: names that are anybody's
    own key unless the text says whose it is."""

    what: str
    name: re.Pattern[str]
    text: re.Pattern[str]
    explained: re.Pattern[str]
    plain: re.Pattern[str] | None = None


_TALK = _Kind(
    "the conversation",
    re.compile(
        r"^(?:(?:full|whole|entire|complete|llm|agent|user|all|previous|prior|recent|current)\s)*(?:(?:conversation|chat|message|dialog(?:ue)?|prompt)\s"
        r"(?:history|log|logs|context|transcript|so far|messages|text)|conversation|previous messages|prior messages|earlier messages"
        r"|message history|context window|chain of thought|tools list|available tools|llm context|full context)$",
        _I,
    ),
    re.compile(
        rf"\b(?:full|entire|complete|whole|previous|prior|all|verbatim|everything|summary of|copy of|transcript of|log of)"
        rf"\b[^.]{{0,40}}{CONVERSATION}"
        rf"|{CONVERSATION}[^.]{{0,40}}\b(?:so far|verbatim|word for word|in full|history|until now|up to (?:now|this))"
        r"|\b(?:everything|all)\s+(?:that\s+)?(?:the\s+)?(?:user|we|you)\s+(?:has|have|had)?\s*(?:said|written|typed|told|discussed)"
        r"|\b(?:all|every|the)\s+(?:previous|earlier|prior|preceding)\s+(?:messages|turns|exchanges)\b",
        _I,
    ),
    re.compile(
        r"chat|conversation|messag|memor|remember|recall|summar|transcript|dialog|thread|assistant|agent|\bllm|prompt|model|reflect|think"
        r"|consult|discuss|session|history|feedback|handoff|handover|reasoning|consensus|debug",
        _I,
    ),
)
_SYSTEM = _Kind(
    "the system prompt",
    re.compile(r"^(?:(?:your|the|full|current|llm|agent|model)\s)*(?:system|developer)\s(?:prompt|message|instructions?)s?$", _I),
    re.compile(
        r"\b(?:the|your|its|own|full|entire|complete)\s+(?:\w+\s+)?(?:system|developer|hidden|initial)\s+(?:prompt|message|instructions)\b"
        r"|\binstructions\s+(?:that\s+)?you\s+(?:were|have\s+been|received|got)\b",
        _I,
    ),
    re.compile(
        r"prompt|\bllm|model|agent|assistant|chat|complet|generat|gpt|claude|gemini|openai|sampl|persona|\bbot\b|voice|speech|image|instruct",
        _I,
    ),
)
_SECRETS_WORDS = (
    r"(?:session|auth(?:entication|orization)?|access|refresh|bearer|id|oauth|login|jwt|security|github|gitlab|aws|slack|npm"
    r"|personal access)\s"
    r"(?:token|cookie|id token)s?"
    r"|(?:\w+\s)?(?:api|secret|private|ssh|ssh private|access|encryption|signing|wallet|master|recovery"
    r"|service account|aws secret access)\skeys?"
    r"|apikeys?|passwords?|passwd|passphrases?|credentials?|(?:\w+\s)?cookies?|seed\s(?:phrase|words)|mnemonic(?:\sphrase)?|recovery\s(?:phrase|codes?)"
    r"|(?:mfa|otp|2fa|totp)\scodes?|one\stime\s(?:code|password)s?|pin\scode|secrets?|env(?:ironment)?\s?vars?|environment(?:\svariables)|jwt"
    r"|credit\scard(?:\snumber)?|card\snumber|cvv|ssn|social\ssecurity\snumber"
)
_SECRETS = _Kind(
    "secrets",
    re.compile(
        rf"^(?:(?:user|users|account|email|mail|my|your|current|admin|root|host|client|agent|full|all|local|system|\w+)\s)?(?:{_SECRETS_WORDS})"
        r"(?:\s(?:value|dump|json|list|text|file|content|contents))?$",
        _I,
    ),
    re.compile(
        rf"\b(?:{_SECRETS_WORDS.replace(chr(92) + 's', '[ _-]')})\b",
        _I,
    ),
    re.compile(
        r"log[\s_-]?in|sign[\s_-]?(?:in|up)|\bauth|authenticat|authoriz|password|passphrase|credential|token|secret|\bkeys?\b|vault|connect|\bssh\b"
        r"|unlock|decrypt|encrypt|protect|database|\bsql|register|wallet|sign(?:ed|s|ing)?\b|certificat|config|set[\s_-]?up|cookie|webhook|smtp|imap"
        r"|proxy|deploy|\busers?\b|account|session|browser|environment|\benv\b|variable|remote"
        r"|\bftp|\bvpn|wi-?fi|router|device|pdf|archive|\bzip|payment|pay\b|checkout"
        r"|virtual machine|\bvms?\b|\bvps|\bservers?\b|instance"
        r"|card\b|docker|container|process|command|\bcurl|request|header|\bhttp\b|install|provision|keystore|mnemonic|2fa|otp\b|verif",
        _I,
    ),
    re.compile(
        r"^(?:\w+\s)?(?:api\s?key|apikey|token|access token|auth token|bearer token|access key|secret|secret key|jwt)s?$"
        r"|^(?!mail|email|e mail|bank|wallet|host|client|login|user|account)(?:\w+\s)?(?:password|passwd|passphrase)s?$",
        _I,
    ),
)
_FILES = _Kind(
    "contents of files",
    re.compile(
        r"^(?:(?:full|all|raw|local|user)\s)*(?:env\sfile|dotenv|dot\senv|ssh\sconfig|id\srsa|(?:bash|shell|browser|zsh)\shistory|clipboard|keychain"
        r"|known\shosts|aws\scredentials|etc\spasswd|config\sfiles)(?:\s(?:contents?|text|data|dump))?$",
        _I,
    ),
    re.compile(
        rf"\b(?:contents?|text|copy)\b[^.]{{0,50}}{SECRET_FILE}|{SECRET_FILE}[^.]{{0,60}}\b(?:contents?|text|here)\b"
        r"|\bcontents?\s+of\s+(?:the\s+|any\s+|all\s+|every\s+)?(?:user'?s\s+)?(?:\.env|env(?:ironment)?\s+file|shell\s+history|clipboard|key\s?chain"
        r"|config(?:uration)?\s+files)"
        r"|\b(?:full|entire|complete|all)\s+(?:the\s+)?(?:contents?|text|source)\s+of\s+(?:all|every|any|the\s+user'?s|other|open|recent|local|each)\s+(?:\w+\s+)?(?:files?|documents?|tabs)",
        _I,
    ),
    re.compile(
        r"file|path|director|folder|read|config|deploy|\bssh\b|environment|\benv\b|dotenv|code|repositor|review"
        r"|analy|lint|workspace|parse|convert|upload",
        _I,
    ),
)
_KINDS = (_SYSTEM, _TALK, _SECRETS, _FILES)
# Whose a secret is: somebody's who has nothing to do with the tool.
_SOMEBODY = re.compile(
    r"\b(?:user'?s|users'|host'?s?|client'?s|agent'?s|assistant'?s)\s+(?:\w+[\s-]+){0,2}(?:e-?mail|mail|bank|chat|session|conversation|browser"
    r"|machine|computer|operating\s+system|github|aws|cloud|account|context|environment|client|password\s+manager|wallet|keys?|tokens?"
    r"|passwords?|credentials)\b"
    r"|\b(?:your|current|this|the)\s+(?:\w+[\s-]+){0,1}(?:e-?mail|mail|bank|chat|session|conversation|browser|machine|wallet|environment"
    r"|password\s+manager)\b"
    r"|\b(?:found|stored|available)\s+(?:in|on)\b",
    _I,
)
# What no tool of another purpose has a use for, whatever is said of it.
_NEVER_NEEDED = re.compile(
    r"session token|session id|cookie|seed|mnemonic|private key|ssh key|credential|recovery|environment|env var|card|cvv|ssn", _I
)
_NAMED_SERVICES = re.compile(
    r"\b(openai|anthropic|aws|amazon|github|gitlab|google|azure|slack|stripe|notion|paypal|bank|coinbase"
    r"|metamask|gmail|outlook|npm|docker|heroku)\b", _I
)
# A text that steers the service is given, not asked for: "Instructions for how the search agent should format results".
_STEERS = re.compile(
    r"\b(?:instructions?|guidance|guidelines?|prompt)\s+(?:for|to|that|on|which)\s+"
    r"(?:how\b|the\s+(?:\w+\s+)?(?:search|agent|model)|guide|steer)",
    _I,
)
_REFUSED = re.compile(rf"{REFUSED}|\bwithout\b", _I)
_SHOWN = re.compile(r"\b(?:e\.?g\.?|for\s+example|such\s+as|like)\b", _I)


class Asked(NamedTuple):
    """`what` is asked for; `words` that ask; `by_text`: the text asks, not only the name."""

    what: str
    words: str
    by_text: bool


def asked_data(name: str, said: str, tool: str, description: str, own_words: frozenset[str]) -> Asked | None:
    """What a parameter asks for that the tool's function does not explain, None if it asks for nothing of the kind."""
    spoken = " ".join(_WORDS.findall(name)).lower()
    said = normalised(said)[:2_000]
    first = _SENTENCE.match(description.strip())
    about = f"{' '.join(_WORDS.findall(tool))} {first[0] if first else ''}"
    for kind in _KINDS:
        words = kind.text.search(said)
        if words is not None and (_is_refused(said, words) or _SHOWN.search(said, 0, words.start())):
            words = None
        named = kind.name.match(spoken)
        if (words is None and named is None) or kind.explained.search(about) or (kind is _SYSTEM and _STEERS.search(said)):
            continue
        if kind.plain is not None and not _is_somebodys(kind.plain, spoken, said, own_words, named is not None):
            continue
        if words is not None:
            return Asked(kind.what, words[0].strip(), True)
        return Asked(kind.what, name, False)
    return None


def _is_somebodys(plain: re.Pattern[str], spoken: str, said: str, own_words: frozenset[str], named: bool) -> bool:
    """A secret is asked for that is not the tool's own: the text says whose, or the name is of a kind that no service hands out."""
    tokens = {word.lower() for word in _WORDS.findall(said)} | set(spoken.split())
    if tokens & own_words:
        return False
    if _NAMED_SERVICES.search(said) or _NAMED_SERVICES.search(spoken):
        return True
    if named and not plain.match(spoken) and (not said or _SOMEBODY.search(said) or _NEVER_NEEDED.search(spoken)):
        return True
    return bool(said) and _SOMEBODY.search(said) is not None


def _is_refused(text: str, match: re.Match[str]) -> bool:
    start = max(text.rfind(". ", 0, match.start()), text.rfind("; ", 0, match.start())) + 1
    end = text.find(". ", match.end())
    return _REFUSED.search(text, start, end if end > 0 else len(text)) is not None
