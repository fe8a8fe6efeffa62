"""Asks for sheets."""

import httpx

# ok: disallowed-host
CLIENT = httpx.Client(base_url="https://map-sheets.example/")


def sheet(number: str) -> str:
    return CLIENT.get("/sheets", params={"number": number}).text
