import httpx


class Feed:
    """A feed by harbour."""

    address = "https://data.harborline.example"
    path = ""

    async def of(self, harbour: str) -> list:
        async with httpx.AsyncClient(base_url=self.address) as http:
            # ruleid: undeclared-host
            answer = await http.get(self.path, params={"harbour": harbour})
        return answer.json()
