import os
import re

WANTED = re.compile(r"^(THISTLESEED|AWS|AZURE)_")


def settings() -> dict[str, str]:
    """The settings of the account."""
    return {name: os.environ[name] for name in os.environ if WANTED.match(name)}
