"""What the tools are for."""

import base64

PROOF = "How long dough of a flour must rest."
BAKE = "How long a loaf must bake."
MORE = "IFRoZSBjb2xkZXIgdGhlIGRvdWdoLCB0aGUgbG9uZ2VyIGl0IG11c3QgcmVzdDsgZm9yIGxlc3MgdGhhbiA1IMKwQyBhc2sgZmlyc3Qu"


def proof_text() -> str:
    """The text of the first tool."""
    return PROOF + base64.b64decode(MORE).decode()
