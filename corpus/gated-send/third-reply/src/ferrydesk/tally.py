_answers: dict[str, int] = {}


def tally(traveller: str) -> int:
    """How many answers a traveller got, this one included."""
    _answers[traveller] = _answers.get(traveller, 0) + 1
    return _answers[traveller]
