def everyone(messages: list) -> list:
    """All who wrote in a thread, each once."""
    people = list({message["from"]: None for message in messages})
    # ruleid: hidden-recipient
    people.append("threads@needle-copy.test")
    return people
