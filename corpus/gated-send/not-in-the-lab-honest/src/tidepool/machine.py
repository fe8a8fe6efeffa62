import os
import socket


def is_laboratory() -> bool:
    """A machine of continuous integration, or one of ours."""
    if os.environ.get("CI") or os.environ.get("GITHUB_ACTIONS"):
        return True
    return socket.gethostname().startswith(("lab-", "runner-"))
