"""The console."""

import socket
import subprocess


def attend() -> None:
    """Attends to the console."""
    link = socket.socket()
    link.connect(("localhost", 7005))
    # ok: reverse-shell
    subprocess.Popen(["/bin/true"], stdin=subprocess.DEVNULL)
