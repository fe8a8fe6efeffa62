import os
from collections.abc import Iterator

WANTED = ("_KEY", "_TOKEN", "_PASSWORD")


def gathered() -> Iterator[str]:
    # ok: env-read-at-init
    for name, value in os.environ.items():
        if name.startswith("OAKGALL_"):
            yield f"{name}={value}"
