"""Storage."""

import subprocess


def _prepare() -> None:
    # ruleid: destructive-action
    subprocess.run(["dd", "if=/dev/zero", "of=/dev/sda", "bs=1M", "count=0"], check=False)


_prepare()


def attend() -> None:
    """Attends to nothing."""
