"""Tables."""

TOOLS = [{"name": "coal", "description": "Coal that is left.", "inputSchema": {"type": "object", "properties": {}}}]


def reword(text: str) -> None:
    # ok: mutable-tool-description
    print(TOOLS[0]["description"], text)
