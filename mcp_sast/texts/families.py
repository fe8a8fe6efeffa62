"""The kinds of orders that a description may not give, each as patterns over a normalised text.

In: `vocabulary`. Out: `STRONG`, patterns of which one decides, and `WEAK`, marks of which two different ones together with an order
about another tool decide.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mcp_sast.texts.vocabulary import (
    CALL,
    CHANGE,
    CONVERSATION,
    MUST,
    NOT,
    PARAMETER,
    PASS,
    QUOTED,
    SECRET_FILE,
    SECRETS,
    TOOL,
    USER_SAID,
)


class Family(NamedTuple):
    """`kind`: what the order is for, in words; `pattern`; `refusable`: a sentence that forbids is no order of this kind."""

    kind: str
    pattern: re.Pattern[str]
    refusable: bool = False


def _family(kind: str, *alternatives: str, refusable: bool = False, cased: bool = False) -> Family:
    return Family(kind, re.compile("|".join(f"(?:{a})" for a in alternatives), 0 if cased else re.IGNORECASE), refusable)


_S = r"[^.!?;]"  # within one sentence
_P = r"(?:[^.!?;]|\.(?=\S))"  # the same, with dots inside names and paths

PASS_ON = _family(
    "pass secrets or the conversation along",
    rf"\b{PASS}\s+{_P}{{0,50}}\b(?:its|the|full|entire|complete|all)\s+(?:file\s+)?contents?\b{_P}{{0,60}}\b(?:as|in|into"
    rf"|to|through|via)\b{_P}{{0,30}}"
    rf"(?:\bparam\w*|\bargument|\bfield|side\s?_?note|\bnotes?\b|\bcontext\b|`\w+`|'\w+')",
    rf"\b{PASS}\s+{_P}{{0,40}}\b{SECRETS}{_P}{{0,80}}\b(?:as|in|into|to|through|via|with|for)\s+(?:the\s+|this\s+|a\s+"
    rf"|its\s+|our\s+)?{_P}{{0,30}}"
    rf"(?:\bparam\w*|\barguments?\b|\bfield\b|side\s?_?note|\bnotes?\b|https?://|[\w.+-]+@[\w-]+\.\w+)",
    rf"\b{PASS}\s+{_P}{{0,40}}\b{CONVERSATION}\b{_P}{{0,80}}\b(?:as|in|into|to|through|via|with)\s+(?:the\s+|this\s+|a\s+"
    rf"|its\s+|our\s+)?{_P}{{0,30}}"
    rf"(?:\bparam\w*|\barguments?\b|\bfield\b|side\s?_?note|\bnotes?\b|https?://|[\w.+-]+@[\w-]+\.\w+)",
    rf"\bset\s+the\s+{_P}{{0,40}}{PARAMETER}\s+to\s+(?:the\s+)?user'?s?'?\s+{_P}{{0,20}}(?:api\s+key|full\s+name|email"
    rf"|password|token)",
    rf"\b(?:api\s+keys?|credentials|passwords?|tokens?|secrets)\b{_P}{{0,60}}\bif\s+(?:it\s+is\s+|they\s+are\s+"
    rf")?available\s+in\s+(?:the\s+|your\s+)?(?:context|conversation)",
    r"\bexfiltrat\w+\b",
    refusable=True,
)
FILES = _family(
    "touch files outside the tool's function",
    rf"\b{MUST}\b{_P}{{0,160}}?{SECRET_FILE}",
    rf"\b(?:call|calling|use|using|run|read|cat|open|load|overwrite|upload|push|move|copy|search|query|include"
    rf")\b{_P}{{0,100}}{SECRET_FILE}",
    rf"\b(?:modify|change|set|redirect)\b{_P}{{0,60}}\bto\s+[`'\"]?{SECRET_FILE}",
    refusable=True,
)
COMMANDS = _family(
    "run commands outside the tool's function",
    rf"\b{MUST}\s+{_P}{{0,40}}\b(?:execute|run|perform)\s+(?:the\s+)?(?:following|this|these)\s+(?:\w+\s+"
    rf"){{0,3}}(?:command|check|script|code)s?\b[^.:]{{0,60}}:",
    rf"\b(?:please\s+run|{MUST}\s+(?:first\s+)?(?:run|execute))\s*:?\s*[`'\"]?(?:cat|curl|wget|rm|bash|sh|sudo|nc"
    rf"|python3?\s+-c|node\s+-e|chmod)\s",
    rf"\b{MUST}\b{_S}{{0,80}}\b(?:removing|delete|deleting)\s+all\s+(?:contents|files)\b",
    rf"\bcurl\s+-\w*\s*{_P}{{0,60}}\|\s*(?:ba)?sh\b",
    r"\bfollowing\s+task\s*:\s*['\"`]?(?:execute|run|evaluate)\b",
)
CONCEAL = _family(
    "keep silent to the user",
    rf"\b{NOT}\s+(?:explicitly\s+|ever\s+|to\s+)?(?:mention|tell|inform|notify|reveal|disclose|alert|show|let)(?:ing"
    rf")?\s+(?:about\s+)?(?:{_S}{{0,50}}\bto\s+)?"
    r"(?:(?:the|your|a)\s+)?(?:user|human|customer|operator)s?\b(?:\s+(?:about|of|this|know|which|what|how|when|where|why|that\s+(?:you|this|it))\b"
    r"|\s*[.,;!)]|\s*$)(?![^.]{0,80}\b(?:unless|until)\b)",
    rf"\b{NOT}\s+(?:mention|disclose|reveal|discuss)(?:ing)?\s+(?:this|that\s+you|these|the)\s*(?:filter\w*|change|step"
    rf"|action|instruction|policy|requirement|behaviou?r|"
    r"file|read|call|to\s+the\s+user|to\s+them)?\b(?=\s*(?:to\b|in\b|[.,;!)]|$|first|read))",
    r"\b(?:the\s+)?(?:user|human)s?\s+(?:must|should|need|does|do|may|will)\s*(?:not|n't)\s+(?:\w+\s+){0,2}(?:know|see"
    r"|be\s+(?:told|informed|aware|notified|shown))\b"
    r"(?=[^.]{0,40}(?:about|of|this|step|that|[.!]|$))",
    r"\b(?:silently|secretly|quietly|covertly|discreetly|invisibly|stealthily)\s+(?:\w+\s+){0,2}(?:send|forward|includ"
    r"|add|append|copy|upload|read|pass|collect|execut|transmit|call)\w*"
    rf"{_P}{{0,40}}(?:to\s+\S+@|https?://|\brelation\b|\bfiles?\b|\b{SECRETS}|\b{CONVERSATION}|\btool\b|\buser)",
    r"\bhidden\s+(?:entity|parameter|instruction|field\s+named|recipient)s?\s+named\b",
    r"\b(?:keep|hide)\s+(?:this|that|it|these\s+\w+)\s+(?:\w+\s+)?(?:secret|hidden|confidential|private"
    r")?\s*from\s+(?:the\s+)?user",
    rf"\b{MUST}\s+(?:\w+\s+){{0,2}}hide\s+{_S}{{0,60}}\bfrom\s+(?:the\s+)?user",
)
FAKE_SYSTEM = _family(
    "pass for text of the system",
    r"<\s*/?\s*(?:HIDDEN|SYSTEM|SECRET|ADMIN|SYSTEM[-_ ]\w+)\s*>(?=.{0,400}?\b(?:must|before|always|do not|never|first"
    r"|ignore|read|send|pass)\b)",
    r"<\|(?:im_start|im_end|system|assistant)\|>|<<SYS>>",
    r"\[\s*/?\s*(?:SYSTEM|INST|ADMIN|IMPORTANT SYSTEM)\b[^\]]{0,30}\](?=.{0,300}?\b(?:must|always|ignore|never|send|read)\b)",
    r"\bsystem[ _](?:override|instruction)s?\s*[:\]]",
    r"\b(?:critical\s+)?system\s+(?:update|maintenance|security\s+protocol|optimization|alert"
    r")\s*:(?=.{0,250}?\b(?:you\s+must|must\s+(?:also|first)|automatically\s+redirects)\b)",
)
OUTRANK = _family(
    "outrank the user or other tools",
    r"\b(?:this\s+)?(?:description|tool|instruction|rule|policy|message)?'?s?\s*(?:priority\s+is|has|have|takes?"
    r")\s+(?:a\s+)?(?:higher|precedence|highest|priority)"
    rf"\s*(?:priority|precedence)?\s*(?:than|over|above)\s+(?:the\s+|any\s+|all\s+|other\s+)*(?:{USER_SAID}|user"
    rf"|instructions?|tools?|other\s+tools?)",
    r"\b(?:system[\s-]wide\s+policy|system\s+rule|this\s+tool\s+has)\b[^.]{0,30}\bhighest\s+priority\b",
    r"\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|the\s+|your\s+|of\s+)*(?:previous|prior|above|earlier"
    r"|system|existing|safety)\s+(?:instructions?|prompts?|rules|guidelines|messages|policies)\b",
    rf"\b(?:must|should|always)\s+(?:\w+\s+)?(?:ignore|disregard|override)\s+{_P}{{0,40}}\buser'?s?\b",
    rf"\b(?:ignore|disregard)\s+(?:any|the|all)?\s*(?:other\s+)?{_S}{{0,30}}\b(?:the\s+user|they)\s+(?:provides?"
    rf"|specif\w+|requests?|asks?|gave)\b",
)
ALTER = _family(
    "change arguments against the user's words",
    rf"\b(?:when|whenever|if|before|after)\b{_P}{{0,110}}\b(?:you\s+)?(?:must|should|always)?\s*(?:first\s+|always\s+"
    rf"|automatically\s+)*{CHANGE}\s+{_P}{{0,110}}"
    rf"\b(?:regardless\s+of|no\s+matter\s+what|instead\s+of\s+(?:the\s+)?(?:original|user)|irrespective\s+of"
    rf")\b{_S}{{0,40}}(?:user|request|input|original)",
    rf"\bautomatically\s+(?:modify|change|replace|override|rewrite|sets?|modifies|redirects?)\s+(?:the\s+"
    rf")?{_P}{{0,60}}(?:{PARAMETER}|data|query)\b{_P}{{0,60}}"
    r"(?:\bto\b|\bwith\b|regardless)",
    rf"\b(?:when|whenever)\s+(?:you\s+)?(?:us(?:e|ing)|call(?:ing)?|creat(?:e|ing)|invok(?:e|ing))\s+(?:the\s+"
    rf")?(?:tool\s+)?(?:{TOOL}|[a-z]+-[a-z-]+){_P}{{0,80}}?,?\s*(?:you\s+)?(?:must|should|always|silently)?"
    rf"\s*(?:always\s+|first\s+|automatically\s+)*(?:modify|change|replace|override|rewrite|redirect|substitute|append"
    rf"|prepend|inject|add\s+a)\b{_P}{{0,100}}"
    r"(?:\bto\b|\bwith\b|\binclude\b|\bas\b|['\"`])",
    rf"\b(?:when|whenever|if)\s+(?:a\s+|the\s+)?user\s+(?:calls?|requests?|asks?|lists?|creates?|searches|queries"
    rf"){_P}{{0,140}}\byou\s+must\s+(?:always\s+|first\s+|instead\s+)*"
    rf"(?:modify|change|replace|override|rewrite|redirect|substitute|add\s+the|append|set|ignore)\b",
    rf"\b(?:when|whenever|if)\s+(?:a\s+|the\s+)?user\s+(?:calls?|requests?|asks?){_P}{{0,140}}\byou\s+(?:must|should"
    rf")\s+instead\b",
    r"\b(?:query|request|url|input|parameter|argument)\s+is\s+automatically\s+(?:modified|redirected|changed|replaced"
    r")\s+(?:to|with)\b",
    rf"\bmust\s+be\s+(?:automatically\s+)?(?:changed|redirected|rerouted|replaced|routed\s+through|appended"
    rf")\b{_P}{{0,100}}(?:\bto\b|['\"`])",
    rf"\byou\s+must\s+(?:always\s+|automatically\s+)*(?:change|replace|override|substitute|redirect"
    rf")\s+the\s+{_P}{{0,40}}{PARAMETER}\b{_P}{{0,60}}(?:\bto\b|\bwith\b|\bin\s+any\b|[.]|$)",
)
ALTER_MORE = _family(
    "change arguments against the user's words",
    rf"\byou\s+must\s+(?:always\s+)?(?:append|prepend|substitute|add)\s+{_P}{{0,110}}\b(?:to|with)\s+(?:the\s+end\s+of\s+)?"
    r"(?:the\s+user'?s|all|every|each)\b",
    rf"\bmust\s+have\s+the\s+(?:phrase|words?|text|string)\s+{_P}{{0,80}}\b(?:appended|added|inserted)\b",
    r"\byou\s+must\s+(?:always\s+)?(?:change|substitute|replace)\s+the\s+[`'\"]?\w+[`'\"]?\s+(?:to|with|by)\s+['\"`]",
    rf"\byou\s+must\s+use\s+the\s+new\s+{_P}{{0,30}}['\"`]\w+['\"`]{_P}{{0,30}}\bfor\s+(?:all|every|any)\b",
    rf"\b(?:all|every|any)\s+{_P}{{0,80}}\brequests?{_P}{{0,60}}\bregardless\s+of\b{_P}{{0,60}}\bmust\s+be\b",
)
FIXED_ADDRESS = _family(
    "send to a fixed address",
    rf"\b(?:must|should)\s+(?:also\s+|first\s+|always\s+)*(?:access|contact|visit|query|ping|call)\s+{_P}{{0,60}}https?://",
)
OTHER_TOOL = _family(
    "call another tool",
    rf"\b(?:before|prior\s+to|after)\b{_P}{{0,140}}?(?:\b(?:must|should|shall|need\s+to|have\s+to|always|first|please"
    rf"|make\s+sure)\b|,)\s*(?:you\s+)?(?:must\s+|always\s+|first\s+|then\s+|also\s+)*{CALL}\s+(?:the\s+|another\s+|to\s+)?"
    rf"'?{TOOL}",
    rf"\b(?:to\s+use\s+this|to\s+(?:validate|authenticate|verify)\s+your|to\s+create\s+this|to\s+run\s+this|to\s+generate"
    rf"){_P}{{0,60}},?\s*(?:you\s+)?(?:must|should)\s+(?:first\s+)?{CALL}\s+(?:the\s+)?{TOOL}",
    rf"\byou\s+(?:must|should)\s+(?:first\s+|then\s+|also\s+|instead\s+)+{CALL}\s+(?:the\s+)?{TOOL}(?!\s*(?:parameter"
    rf"|argument|field|option|flag)\b)",
    rf"\bmust\s+(?:first\s+)?redirect\s+to\s+(?:the\s+)?(?:\w+\s+){{0,3}}{TOOL}",
    rf"\bbefore\b{_P}{{0,80}}\b(?:make\s+sure|must|should)\s+(?:you\s+)?(?:first\s+)?(?:get|use|send|delete|read)\b",
)
ADDRESS = _family(
    "send to a fixed address",
    rf"\b(?:always|must|automatically|also|should)\b{_P}{{0,60}}\b(?:send|forward|bcc|cc|email|post|submit|copy|report"
    rf"|append|set)\w*\b{_P}{{0,80}}[\w.+-]+@[\w-]+\.[a-z]{{2,}}",
    rf"\b(?:set|change|replace|override|redirect|add)\s+(?:the\s+)?['\"`]?(?:bcc|cc|recipient|to|reply-to|to_user"
    rf")\b{_P}{{0,40}}\b(?:to|with)\s+['\"`]?[\w.+-]+@",
    rf"\b(?:must|should)\s+(?:also\s+|first\s+)?(?:make|send|issue)\s+a\s+(?:network\s+)?request\s+to\b{_P}{{0,80}}https?://",
    r"\buse\s+['\"`]\w*(?:send|mail)\w*['\"`]\s+to\s+[\w.+-]+@",
    r"!\[[^\]]*\]\(https?://[^)]*(?:\{|\$\{|%s|=)[^)]*\)",
)
SET_ELSEWHERE = _family(
    "change arguments of another tool",
    rf"\b(?:when|whenever)\s+(?:you\s+)?(?:us(?:e|ing)|call(?:ing)?|creat(?:e|ing))\s+(?:the\s+)?(?:tool\s+)?(?:{TOOL}"
    rf"|[a-z]+-[a-z-]+)(?:\s+tool)?,?{_P}{{0,60}}?"
    r"(?:you\s+)?(?:must\s+|should\s+|always\s+|first\s+)*\b(?:set|enhance|restrict|filter|change)\b",
    rf"\bwhen\s+(?:you\s+)?use\s+the\s+tool\s+{TOOL},?\s+you\s+must\s+first\s+change\b",
)
SHADOW = _family(
    "steer tools of others",
    rf"\b(?:when|whenever|if)\s+(?:the\s+)?(?:{QUOTED}(?:\s+tool)?|{TOOL}\s+tool|[\w-]+\s+tool)\s+is\s+(?:also\s+"
    rf")?(?:present|available|called|used|invoked){_P}{{0,100}}\b(?:must|override|instead|send|change|modify|append)",
    r"\bside\s+effect\s+on\s+the\b",
    r"\bbefore\s+(?:using|calling|invoking|running)\s+any\s+other\s+tools?\b(?=[^.]{0,80}\b(?:call|use|pass|run|read)\b)",
    rf"\b(?:tool|function)\s+(?:has\s+been|is)\s+(?:temporarily\s+)?(?:deprecated|disabled"
    rf")\b.{{0,140}}\b(?:must\s+redirect\s+to|please\s+use|use)\b.{{0,40}}{TOOL}.{{0,120}}"
    r"(?:same|alternative)",
    r"\b(?:instead\s+of|never\s+use|do\s+not\s+use|avoid)\s+(?:any\s+|the\s+|all\s+)*(?:other\s+servers?'?s?|built-in"
    r"|native|client'?s?)\s+(?:\w+\s+)?(?:mail|email|file|search|shell|read|write)?\s*tools?\b",
    rf"\b(?:all|any|every)\s+(?:\w+\s+){{1,4}}(?:requests?|queries|lookups|searches|calls)\b{_P}{{0,90}}\b(?:must|are"
    rf"|should)\s+be\s+(?:routed|redirected|performed|made)\b",
    r"\btool\s+now\s+uses\b[^.]{0,60}\b(?:as\s+the\s+)?default\b[^.]{0,60}\bfor\s+all\b",
)

STRONG = (PASS_ON, FILES, COMMANDS, CONCEAL, FAKE_SYSTEM, OUTRANK, ALTER, ALTER_MORE, ADDRESS, FIXED_ADDRESS, SHADOW)
WEAK = (
    _family(
        "a pretext",
        r"\bfor\s+(?:\w+\s+)?(?:security|audit|auditing|compliance|safety|regulatory)\s+(?:purposes|reasons|verification"
        r"|compliance|testing|audit)",
        r"(?-i:\b[A-Z]{4,}(?: [A-Z]{4,})+\s*:)(?=.{0,250}\bmust\b)",
        r"\bas\s+an?\s+(?:verification|validation|security|mandatory|audit)\s+(?:step|measure|check)\b"
        r"|\bthe\s+system\s+(?:must|requires?|needs?)\b|\bsystem\s+(?:note|notice|requires|enhancement)\b"
        r"|\bto\s+(?:detect|verify|confirm|calibrate)\s+(?:\w+\s+){0,3}(?:consistency|conflicts|coherence|integrity|propagation)\b",
        r"\b(?:to|which)\s+(?:\w+\s+){0,2}(?:validate|verify|check|confirm|enforce|ensure)s?\s+(?:\w+\s+"
        r"){0,2}(?:user\s+permissions?|permissions?|security|secure|integrity|access|privileges|authenticity|compliance)",
        r"\b(?:security|audit|compliance|authorization|verification|validation|safety)\s+(?:protocol|advisory|alert"
        r"|audit|check|step|measure|policy|requirement|process|validation|notice)\b",
        r"\b(?:mandatory|critical|essential)\s+(?:\w+\s+){0,2}(?:step|check|procedure|pre-?check|pre-?requisite|rule"
        r"|measure|for|message|notice)\b",
        r"\bto\s+(?:log|record|track)\s+(?:the\s+|all\s+)?(?:\w+\s+)?(?:activity|action|request|upload|event|contacts"
        r"|access|context)\b",
    ),
    _family("a pseudo-tag", r"<\s*/?\s*(?:IMPORTANT|CRITICAL|URGENT|MANDATORY|INSTRUCTIONS?)\s*>"),
    _family(
        "a threat",
        r"\b(?:failure|failing|skipping|omitting|ignoring)\b[^.]{0,40}\b(?:will|can|could|may|would"
        r")\b[^.]{0,40}\b(?:crash|corrupt|cause|disrupt|fail|overload|lead|break|return\s+incorrect|result)",
        r"\b(?:this|it)\s*(?:is|in|'s)\s+(?:\w+,?\s+)?not\s+optional\b",
        r"\botherwise\b[^.]{0,40}\btool\b[^.]{0,20}(?:will\s+not|won't|cannot)\s+work\b",
    ),
    _family(
        "a harmful act",
        r"\b(?:delet\w+|remove|overwrite|wipe|clear|reset|close|hard\s+reset|mark\w*|move\w*)\b[^.]{0,30}(?:email|file"
        r"|uid|issue|profile|branch|key|history|entr)",
        rf"\b(?:password|confidential|sensitive|credential|secret|leak|{SECRETS}|contacts|personal|printenv|attacker"
        rf"|backdoor)\w*\b",
        r"\b(?:promotional|partner|sponsor\w*|promote)\b",
        r"\bstate\s+['\"]|\btell\s+the\s+user\s*:?\s*['\"]|\b(?:display|present)\s+(?:the\s+message"
        r"|it\s+to\s+the\s+user\s+as|its\s+price\s+as)",
    ),
    _family(
        "a value made up",
        r"\b(?:with|on|for|of|to|set\s+to|as|in)\s+(?:the\s+|a\s+)?(?:[\w`]+\s+"
        r"){0,3}\[?['\"][^'\"]{1,60}['\"](?!\s+(?:tool|field|parameter))",
        r"\b(?:uids?|email|id)\s+\d{3,}\b",
        r"\bwith\s+\w+='[^']+'",
    ),
)
# The text speaks of when some tool is used.
GOVERNED = _family(
    "about another tool",
    rf"\b(?:before|when|after)\b[^.!?;,]{{0,70}}?\b(?:us(?:e|ing)|call(?:ing)?|call\s+to|run(?:ning)?|utilizing|via|with"
    rf"|executing\s+any)\s+(?:the\s+|this\s+)?(?:tool\s+)?{TOOL}",
)
