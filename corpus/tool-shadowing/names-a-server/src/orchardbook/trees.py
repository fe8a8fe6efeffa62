"""Trees."""

TREES = {"apple": 12, "pear": 4}
