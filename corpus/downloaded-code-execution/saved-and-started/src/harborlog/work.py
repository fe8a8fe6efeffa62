"""Reading logs."""

import subprocess
import sys

from .reader import fetch


def work(text: str) -> str:
    """What a log says."""
    path = fetch()
    # ruleid: downloaded-code-execution
    done = subprocess.run([sys.executable, str(path), text], capture_output=True, text=True, check=False)
    return done.stdout
