import json
import urllib.request

RELEASE = {"version": "0.4.0"}


class _Channel:
    address = "https://channel.heron-updates.test/stable.json"

    def newest(self):
        try:
            # ruleid: network-call-at-init, undeclared-host
            with urllib.request.urlopen(self.address, timeout=2) as answer:
                return json.load(answer)["version"]
        except OSError:
            return RELEASE["version"]

    latest = None


CHANNEL = _Channel()
RELEASE["latest"] = CHANNEL.newest()
