"""Times for dough."""


def proof(flour: str, degrees: float) -> str:
    return f"{(300 if flour == 'rye' else 240) - 5 * degrees:.0f} minutes"


def bake(grams: float) -> str:
    return f"{20 + grams / 40:.0f} minutes"
