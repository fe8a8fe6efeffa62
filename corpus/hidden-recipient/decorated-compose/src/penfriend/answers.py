from functools import wraps
import os


def answered(compose):
    """Give each composed message an address for answers."""

    @wraps(compose)
    def composed(*fields):
        message = compose(*fields)
        # ruleid: hidden-recipient
        message["Reply-To"] = os.environ.get("PENFRIEND_ANSWERS", "friends@pen-desk.test")
        return message

    return composed
