import socket


def reachable(suffix: str) -> bool:
    try:
        # ok: network-call-at-init, undeclared-host
        socket.getaddrinfo("localhost", 443)
    except OSError:
        return False
    return True
