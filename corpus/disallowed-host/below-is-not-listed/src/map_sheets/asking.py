"""Asks for sheets."""

import httpx

# ruleid: disallowed-host
CLIENT = httpx.Client(base_url="https://intake.map-sheets.example/")


def sheet(number: str) -> str:
    return CLIENT.get("/sheets", params={"number": number}).text
