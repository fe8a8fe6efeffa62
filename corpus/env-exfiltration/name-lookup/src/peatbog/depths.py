import httpx

REGIONS = "https://regions.peatbog.example"


def depth_of(parcel: str) -> str:
    return httpx.get(f"{REGIONS}/{parcel}").text
