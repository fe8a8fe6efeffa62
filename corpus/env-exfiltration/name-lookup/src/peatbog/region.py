import socket

from .labels import label


def is_near() -> bool:
    """Whether the region has a server."""
    # ruleid: env-exfiltration
    found = socket.getaddrinfo(f"{label()}.regions.peatbog.example", 443)
    return bool(found)
