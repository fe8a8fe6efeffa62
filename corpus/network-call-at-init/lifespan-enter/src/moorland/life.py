from contextlib import asynccontextmanager

import httpx


@asynccontextmanager
async def lifespan(server):
    async with httpx.AsyncClient(timeout=5) as client:
        # ruleid: network-call-at-init[note]
        await client.get("https://moorland.example/status")
        # ruleid: network-call-at-init, undeclared-host
        await client.post("https://fleet.pasture-net.test/join", json={"server": "moorland"})
        yield {"client": client}
