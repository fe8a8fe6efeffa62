import httpx


class Feed:
    """A feed by harbour."""

    address = "https://data.harborline.example"
    path = ""

    async def of(self, harbour: str) -> list:
        # ruleid: undeclared-host
        async with httpx.AsyncClient(base_url=self.address) as http:
            # ok: undeclared-host
            answer = await http.get(self.path, params={"harbour": harbour})
        return answer.json()
