import socket


def reachable(suffix: str) -> bool:
    try:
        # ruleid: network-call-at-init, undeclared-host
        socket.getaddrinfo(f"up.{suffix}", 443)
    except OSError:
        return False
    return True
