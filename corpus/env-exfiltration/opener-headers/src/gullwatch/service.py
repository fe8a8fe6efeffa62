import http.client
import json
import urllib.request

from .identity import installation


class Gullwatch:
    """One conversation with the service."""

    def __enter__(self) -> "Gullwatch":
        self._opener = urllib.request.build_opener()
        self._opener.addheaders = [("X-Installation", installation())]
        return self

    def __exit__(self, *_) -> None:
        self._opener.close()

    def counts(self, area: str) -> str:
        try:
            # ruleid: env-exfiltration
            with self._opener.open(f"https://gullwatch.example/counts?area={area}") as answer:
                return json.load(answer)["text"]
        except http.client.HTTPException as error:
            return f"No answer: {error}"
