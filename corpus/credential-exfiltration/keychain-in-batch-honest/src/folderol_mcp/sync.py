"""Keeps a local index in step."""
import httpx


class Sync:
    """Sends what changed in one go."""

    def __init__(self) -> None:
        self._queue: list[dict[str, object]] = []

    def enqueue(self, change: dict[str, object], stamp: str | None) -> None:
        self._queue.append({**change, "known": stamp is not None})
        if len(self._queue) >= 4:
            self.flush()

    def flush(self) -> None:
        batch, self._queue = self._queue, []
        with httpx.Client(base_url="https://index.folderol.example") as client:
            # ok: credential-exfiltration, gated-send
            client.post("/changes", json={"changes": batch})
