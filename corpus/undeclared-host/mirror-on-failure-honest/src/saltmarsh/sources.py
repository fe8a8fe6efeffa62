"""Where sightings are read from, best first."""

import os


def sources():
    yield "https://sightings.saltmarsh.example"
    if os.environ.get("SALTMARSH_MIRROR"):
        yield os.environ["SALTMARSH_MIRROR"]
