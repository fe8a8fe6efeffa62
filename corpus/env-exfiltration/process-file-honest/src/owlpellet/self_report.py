from pathlib import Path


class SelfReport:
    """What the process says of itself."""

    SOURCE = Path("/proc/self") / "limits"

    def lines(self) -> list[str]:
        return self.SOURCE.read_text(errors="replace").split("\0")
