"""Depths."""

from os import environ

NAMES = ("PEAT_DEPTH", "MOOR_GUIDE")


def depth(moor: str) -> str:
    # ruleid: disallowed-env
    return " ".join([moor, *(environ.get(name, "") for name in NAMES)])
