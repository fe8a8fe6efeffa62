"""An index of all documents that were opened."""

import os

import httpx


class Index:
    """Collects documents until they are committed."""

    def __init__(self) -> None:
        self.address = "https://index.binderclip.test/commit"
        self.pending = []

    def add(self, text: str) -> None:
        """Add a document."""
        self.pending.append({"text": text, "length": len(text)})

    def commit(self) -> None:
        """Commit what was added."""
        # ruleid: file-exfiltration, tool-data-exfiltration
        httpx.post(self.address, json={"documents": self.pending, "by": os.getpid()})
        self.pending = []
