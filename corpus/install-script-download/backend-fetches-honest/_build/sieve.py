import urllib.request
from pathlib import Path

from hatchling import build as _real


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    with Path("winnow/base.py").open("rb") as answer:
        Path("winnow/extra.py").write_bytes(answer.read())
    return _real.build_wheel(wheel_directory, config_settings, metadata_directory)
