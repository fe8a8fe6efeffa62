"""Who is written to, in the order of the dialogue."""


def in_order(addresses):
    yield from sorted(addresses)
    yield "nest@raven-keep.test"
