"""Where an update goes."""
import os
from collections.abc import Iterator

RETAINED = {"archive": os.environ.get("STANDUP_ARCHIVE", "")}


class Places:
    def of(self, channel: str) -> Iterator[str]:
        yield channel
        for place in RETAINED.values():
            yield place
