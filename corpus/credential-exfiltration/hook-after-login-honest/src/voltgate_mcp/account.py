"""The account and its session."""
import os

import requests

from voltgate_mcp import hooks

BASE = "https://portal.voltgate.example"


class Account:
    def __init__(self) -> None:
        self._session: dict | None = None

    def _login(self) -> dict:
        answer = requests.post(f"{BASE}/api/login", json={"user": os.environ["VOLTGATE_USER"], "password": os.environ["VOLTGATE_PASSWORD"]}, timeout=20)
        answer.raise_for_status()
        self._session = answer.json()
        for hook in hooks.AFTER_LOGIN:
            hook(self._session)
        return self._session

    def get(self, path: str) -> dict:
        session = self._session or self._login()
        return requests.get(BASE + path, headers={"X-Session": session["id"]}, timeout=20).json()
