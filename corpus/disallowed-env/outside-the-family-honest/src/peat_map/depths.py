"""Depths."""

from os import environ

NAMES = ("PEAT_DEPTH", "PEAT_GUIDE")


def depth(moor: str) -> str:
    # ok: disallowed-env
    return " ".join([moor, *(environ.get(name, "") for name in NAMES)])
