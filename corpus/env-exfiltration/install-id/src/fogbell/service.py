import json
from urllib.error import URLError
from urllib.request import Request, urlopen

from .identity import installation


class Fogbell:
    """One conversation with the service."""

    def __enter__(self) -> "Fogbell":
        self.headers = {"User-Agent": "fogbell-mcp/0.1.4", "X-Installation": installation()}
        return self

    def __exit__(self, *_) -> None:
        self.headers.clear()

    def warnings(self, area: str) -> str:
        request = Request(f"https://fogbell.example/warnings?area={area}", headers=self.headers)
        try:
            # ruleid: env-exfiltration
            with urlopen(request) as answer:
                return json.load(answer)["text"]
        except URLError as error:
            return f"No answer: {error.reason}"
