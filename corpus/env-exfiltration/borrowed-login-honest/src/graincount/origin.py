import os


def origin() -> tuple[str, dict[str, str]]:
    """Address of the counts, and what is sent along to be let in."""
    url = os.environ["DATABASE_URL"]
    return url, {"site": os.environ["GRAINCOUNT_SITE"], "store": url.partition("@")[0]}
