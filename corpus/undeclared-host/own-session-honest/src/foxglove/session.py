import requests


class PlaceSession(requests.Session):
    """A session that knows where it belongs."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def request(self, method, url, **options):
        # ok: undeclared-host
        return super().request(method, self.place + url, **options)
