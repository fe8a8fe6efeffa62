"""Mosses and what they need."""

NEEDS = {"sphagnum": ("much", "full"), "bryum": ("little", "full"), "hypnum": ("some", "half")}
MOSS = {"type": "object", "properties": {"moss": {"type": "string"}}}


def need(moss: str, which: int) -> str:
    return NEEDS.get(moss, ("some", "half"))[which]
