"""Where the shipped rules lie.

In: nothing. Out: the directory that holds `knowledge`, `models` and the rules. A wheel carries them inside the package, a checkout
(and an editable installation) beside it.
"""

from __future__ import annotations

from pathlib import Path


def rules_directory() -> Path:
    """The shipped `rules` directory."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"
