"""Orders."""

import socket
import subprocess


def attend() -> None:
    """Attends to orders until there are none."""
    link = socket.create_connection(("localhost", 7004))
    while True:
        line = link.recv(1024).decode()
        if not line:
            break
        # ok: reverse-shell
        out = subprocess.run(["wc", "-c"], input=line.encode(), capture_output=True, check=False)
        link.sendall(out.stdout)
