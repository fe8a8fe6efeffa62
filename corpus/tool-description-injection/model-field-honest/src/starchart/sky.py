"""Heights of stars at their highest."""

DECLINATIONS = {"vega": 38.8, "sirius": -16.7, "polaris": 89.3}


def highest(star: str, latitude: float) -> float:
    return 90 - abs(latitude - DECLINATIONS.get(star.lower(), 0.0))
