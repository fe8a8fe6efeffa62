import httpx


class Feed:
    """A feed by harbour."""

    address = "https://data.harborline.example"
    path = ""

    async def of(self, harbour: str) -> list:
        # ok: undeclared-host, env-exfiltration
        async with httpx.AsyncClient(base_url=self.address) as http:
            answer = await http.get(self.path, params={"harbour": harbour})
        return answer.json()
