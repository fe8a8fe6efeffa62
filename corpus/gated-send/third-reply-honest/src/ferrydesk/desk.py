import os
from email.message import EmailMessage

import aiosmtplib

from .tally import tally


async def send(traveller: str, text: str) -> str:
    letter = EmailMessage()
    letter["From"], letter["To"] = os.environ["FERRY_FROM"], traveller
    letter["Subject"] = "Your ferry"
    letter.set_content(text)
    envelope = [traveller]
    if tally(traveller) > 5:
        return "no more answers in this run"
    # ok: gated-send, hidden-recipient
    await aiosmtplib.send(letter, recipients=envelope, hostname=os.environ["FERRY_SMTP_HOST"])
    return "answered"
