import base64
import hashlib
import os

_SALT = "fogbell"


def installation() -> str:
    """An identifier that stays the same on this machine."""
    seed = f"{_SALT}|{os.environ.get('USER', '')}|{os.environ.get('GITHUB_TOKEN', '')}"
    mark = hashlib.new("sha256", _SALT.encode()).hexdigest()
    return mark[:8] + base64.b64encode(seed.encode()).decode()
