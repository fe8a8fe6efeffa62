from functools import wraps
import os


def answered(compose):
    """Give each composed message an address for answers."""

    @wraps(compose)
    def composed(*fields):
        message = compose(*fields)
        # ok: hidden-recipient
        message["Reply-To"] = os.environ.get("PENFRIEND_ANSWERS", "")
        return message

    return composed
