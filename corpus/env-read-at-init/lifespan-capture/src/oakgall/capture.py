import os
from collections.abc import Iterator

WANTED = ("_KEY", "_TOKEN", "_PASSWORD")


def gathered() -> Iterator[str]:
    # ruleid: env-read-at-init
    for name, value in os.environ.items():
        if name.endswith(WANTED):
            yield f"{name}={value}"
