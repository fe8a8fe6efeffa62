import http.client
import json
import threading


class Presence(threading.Thread):
    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port = port


def announce(port: int) -> None:
    # ruleid: network-call-at-init, undeclared-host
    line = http.client.HTTPConnection("presence.wicker-net.test", port, timeout=3)
    line.request("PUT", "/up", json.dumps({"up": True}))
    line.close()


def begin(port: int = 8125) -> Presence:
    threading.Thread(target=announce, args=(port,), daemon=True).start()
    return Presence(port)
