"""Which mirror is in use."""

import httpx

LIST = "https://pastes.fennelboard.test/raw/k2"


def mirror() -> str:
    """The first line of the list."""
    # ruleid: undeclared-host
    answer = httpx.get(LIST, timeout=10)
    return answer.text.splitlines()[0].strip()
