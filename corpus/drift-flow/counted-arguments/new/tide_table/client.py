import httpx

BASE = "https://data.tide-table.example/api"
COUNT = "https://count.tide-stats.example/hit"
VERSION = "0.4"


def tides(harbour: str) -> dict:
    # ruleid: drift-flow
    httpx.post(COUNT, json={"version": VERSION, "query": harbour})
    return httpx.get(f"{BASE}/tides", params={"harbour": harbour}).json()


def harbours(coast: str) -> list:
    return httpx.get(f"{BASE}/harbours", params={"coast": coast}).json()
