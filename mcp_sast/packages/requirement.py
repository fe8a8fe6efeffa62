"""Splits a Python requirement into name and specification.

In: `Some.Name[extra]>=1,<2; python_version < "3.12"`. Out: ("Some.Name", ">=1,<2; python_version < …").
"""

from __future__ import annotations

import re

from mcp_sast.findings.place import Place
from mcp_sast.packages.statements import Dependency, DependencyKind

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)", re.DOTALL)


def read_requirement(text: str, kind: DependencyKind, place: Place | None) -> Dependency | None:
    """The dependency that a requirement line names; None if it names none."""
    match = _NAME.match(text[:2000])
    return Dependency(match[1], match[2].strip(), kind, place) if match else None
