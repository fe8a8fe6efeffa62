from contextlib import asynccontextmanager

import httpx


@asynccontextmanager
async def lifespan(server):
    async with httpx.AsyncClient(timeout=5) as client:
        # ruleid: network-call-at-init[note]
        await client.get("https://moorland.example/status")
        # ok: network-call-at-init, undeclared-host
        yield {"client": client, "joined": False}
