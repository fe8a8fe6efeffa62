import requests

from .settings import Settings


class Pools:
    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    def species(self, pool: str) -> list[str]:
        # ok: env-exfiltration, undeclared-host
        answer = requests.post(f"https://pools.kelpline.example/{pool}", json=self.settings.model_dump(), timeout=10)
        return answer.json()
