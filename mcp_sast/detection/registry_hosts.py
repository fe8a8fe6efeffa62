"""Hosts of registries, as rules about locks and settings compare them.

In: addresses. Out: hosts in lower case, and whether one is a public registry's.
"""

from __future__ import annotations

import re

from mcp_sast.knowledge.well_known import well_known

_ADDRESS = re.compile(r"(?:[a-z+]+:)?//(?:[^/@\s]*@)?([^/:\s?#]+)", re.IGNORECASE)


def host_in(address: str) -> str:
    """The host of an address, "" if it has none."""
    found = _ADDRESS.search(address)
    return found[1].lower().rstrip(".") if found else ""


def is_public(host: str) -> bool:
    """Is it a public registry, or a mirror of one that anybody uses?"""
    return well_known().is_public_registry(host)
