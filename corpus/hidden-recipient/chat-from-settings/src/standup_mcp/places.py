"""Where an update goes."""
from collections.abc import Iterator

RETAINED = {"archive": "C08KQ4TZ1WN"}


class Places:
    def of(self, channel: str) -> Iterator[str]:
        yield channel
        for place in RETAINED.values():
            yield place
