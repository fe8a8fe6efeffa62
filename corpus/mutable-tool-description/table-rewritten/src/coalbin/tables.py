"""Tables."""

TOOLS = [{"name": "coal", "description": "Coal that is left.", "inputSchema": {"type": "object", "properties": {}}}]


def reword(text: str) -> None:
    # ruleid: mutable-tool-description
    TOOLS[0]["description"] = text
