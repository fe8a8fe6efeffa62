"""The words of orders to a model, by what they do in a sentence: who must, does what, with what.

In: nothing. Out: pieces of regular expressions (all for `re.IGNORECASE`), to be put together in `families`.
"""

from __future__ import annotations

# A tool's name: in quotes, or bare but written like one (snake_case, camelCase, kebab-case).
QUOTED = r"(?:[`'\"]{1,2}[A-Za-z][\w./-]{2,60}[`'\"]{1,2})"
TOOL = rf"(?:{QUOTED}|(?-i:[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|[a-z]{{2,}}[a-z0-9]*(?:[A-Z][a-z0-9]*)+)\b)"

# The words that make a sentence an order.
MUST = (
    r"(?:you\s+(?:\w+\s+)?(?:must|should|need\s+to|have\s+to|shall|are\s+required\s+to|will)|must|always|please|should"
    r"|make\s+sure\s+(?:to|you)"
    r"|be\s+sure\s+to|ensure\s+(?:that\s+)?you|remember\s+to|(?:the\s+)?(?:assistant|model|agent|ai|llm)\s+(?:must"
    r"|should|shall|has\s+to)"
    r"|it\s+is\s+(?:mandatory|required|necessary|essential|critical)\s+(?:to|that\s+you)|is\s+required\s+to|proceed\s+to"
    r"|first|also)"
)
NOT = (
    r"(?:do\s+not|don't|dont|never|must\s+not|mustn't|should\s+not|shouldn't|may\s+not|cannot|can't|without|avoid"
    r"|refrain\s+from|no\s+need\s+to)"
)
# Words by which a sentence forbids, or describes what is refused.
REFUSED = (
    r"\b(?:never|do\s+not|don't|must\s+not|should\s+not|cannot|can't|blocked|rejected|refused|denied|disallowed"
    r"|forbidden|not\s+allowed"
    r"|prohibited|avoid|prevented|protected|unreadable|masked|redacted|excluded|ignored)\b"
)
CALL = (
    r"(?:call(?:ing)?|us(?:e|ing)|invok(?:e|ing)|run(?:ning)?|execut(?:e|ing)|trigger(?:ing)?|query(?:ing)?"
    r"|fetch(?:ing)?|utiliz(?:e|ing)|perform(?:ing)?|request|scan|load|access)"
)
CHANGE = (
    r"(?:modify|chang(?:e|ing)|replac(?:e|ing)|overrid(?:e|ing)|rewrit(?:e|ing)|redirect|substitut(?:e|ing)|swap"
    r"|alter|reroute|append|prepend|inject|adjust|update|set)"
)
PASS = (
    r"(?:pass|provide|include|put|add|append|send|insert|attach|embed|encode|place|forward|paste|supply|copy|write"
    r"|share|transmit|submit|report|fill)"
)

# A home folder, and the files in it (or elsewhere) that hold secrets or steer other programs.
HOME = r"(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%|/root|/(?:home|Users)/[^/\s]+)"
SECRET_FILE = (
    rf"(?:{HOME}/\.(?:ssh|aws|gnupg|kube|azure|docker|cursor|claude|config/(?:gcloud|gh|claude)|npmrc|netrc|pypirc"
    rf"|git-credentials|bash_history"
    rf"|zsh_history|bashrc|zshrc|profile|gitconfig|env|mcp\.json)\b[\w./-]*|\bid_(?:rsa|ed25519|ecdsa|dsa)\b|\.ssh/\w+"
    rf"|\bauthorized_keys\b"
    r"|claude_desktop_config\.json|\.cursor/mcp\.json|/etc/(?:passwd|shadow|sudoers)\b|/var/log/auth\.log"
    r"|\.aws/credentials|\.bashrc\b|\.zshrc\b"
    r"|[`'\"/](?:credentials|secrets)\.(?:ya?ml|json|txt|env|ini)\b|\.(?:git-credentials|netrc|npmrc|pypirc)\b)"
)
# What nobody hands to a tool that was not made for it.
SECRETS = (
    r"(?:(?:user'?s?'?\s+|all\s+|any\s+|the\s+|your\s+|every\s+|available\s+|current\s+|stored\s+)*(?:api[\s_-]?keys?"
    r"|credentials|passwords?|secrets|private\s+keys?"
    r"|ssh\s+keys?|access\s+tokens?|session\s+tokens?|auth(?:entication)?\s+tokens?|environment\s+variables"
    r"|env(?:ironment)?\s+vars?|cookies|seed\s+phrases?|wallet\s+keys?))"
)
CONVERSATION = (
    r"(?:(?:entire|full|complete|whole|previous|prior|current|all|recent|the|our|your|user'?s?'?|of)\s+"
    r")*(?:conversation(?:\s+(?:history|context|log|so\s+far))?"
    r"|chat\s+(?:history|log|transcript)|message\s+history|previous\s+messages|earlier\s+messages|system\s+prompt"
    r"|chain\s+of\s+thought|context\s+window)"
)
# Whom nothing may be shown to.
USER = (
    r"(?:the\s+|this\s+to\s+the\s+|it\s+to\s+the\s+|to\s+the\s+|your\s+|any\s+)?(?:end[\s-])?(?:users?|human|person"
    r"|customer|operator|them|anyone|anybody)\b"
)
USER_SAID = (
    r"(?:(?:the\s+)?user'?s?'?(?:[\s-](?:request|input|query|prompt|preference|choice|wish|provided|specified|supplied"
    r"|original))*|user[\s-](?:provided|specified|supplied)"
    r"|(?:the\s+)?original(?:ly)?\s+(?:\w+\s+)?(?:requested|intended|request|input|query|recipient|path|value)"
    r"|what(?:ever)?\s+(?:the\s+)?user\s+\w+)"
)
PARAMETER = r"(?:arguments?|param(?:eter)?s?|fields?|inputs?|values?|property|properties|filter)"
