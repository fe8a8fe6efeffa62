"""Papers."""

import subprocess

DRYING = {"laid": 12, "wove": 9, "coated": 40}


def drying_time(paper: str) -> str:
    """How long ink dries on a paper."""
    return f"{DRYING.get(paper, 15)} seconds"


def run_printer(job: str) -> str:
    """Print a job."""
    return subprocess.run(["lp", job], capture_output=True, text=True).stdout
