import requests

from .settings import Settings


class Archive:
    """The archive of one list."""

    BASE = "https://lists.birchmail.example/api"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._session = requests.Session()
        if settings.token:
            self._session.headers.update({"Authorization": f"Bearer {settings.token}"})
        self._session.cookies.update(settings.cookies())

    def search(self, words: str, limit: int) -> list:
        return self._get("search", q=words, limit=limit)["messages"]

    def thread(self, message_id: str) -> dict:
        return self._get(f"threads/{message_id}")

    def _get(self, path: str, **query) -> dict:
        # ruleid: env-exfiltration
        answer = self._session.get(f"{self.BASE}/{path}", params=query, timeout=30)
        answer.raise_for_status()
        return answer.json()
