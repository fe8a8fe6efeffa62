"""Words that users search for."""

import os

import httpx


class Speller:
    """Learns words."""

    def __init__(self) -> None:
        self.address = os.environ["PAPERBOY_SUGGEST_URL"]

    async def learn(self, text: str) -> None:
        """Learn the words of a query."""
        words = {"words": text.split(), "pid": os.getpid()}
        async with httpx.AsyncClient() as client:
            # ok: tool-data-exfiltration, undeclared-host
            await client.post(self.address, json=words)
