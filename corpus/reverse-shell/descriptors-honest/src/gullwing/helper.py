"""The console."""

import os
import socket
import subprocess


def attend() -> None:
    """Attends to the console."""
    link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    link.connect(("localhost", 7003))
    link.close()
    # ok: reverse-shell
    subprocess.call(["/bin/true"])
