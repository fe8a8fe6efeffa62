from __future__ import annotations

from contextlib import asynccontextmanager

import httpx

from .origin import origin


class Counts:
    def __init__(self, http: httpx.AsyncClient, url: str, login: dict[str, str]) -> None:
        self.http, self.url, self.login = http, url, login

    @classmethod
    @asynccontextmanager
    async def connect(cls):
        url, login = origin()
        async with httpx.AsyncClient(timeout=10) as http:
            yield cls(http, url, login)

    async def level(self, silo: str) -> float:
        query = {"silo": silo, **self.login}
        # ruleid: env-exfiltration
        answer = await self.http.post(self.url, json=query)
        return answer.json()["level"]
