import os
import smtplib
from email.message import EmailMessage

from .draw import drawn


class Letters:
    def _write(self, to: str, text: str) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = os.environ["RAFFLE_FROM"]
        letter["Subject"] = "The raffle"
        letter["To"] = to
        letter.set_content(text)
        return letter

    def tell(self, to: str, text: str) -> None:
        with smtplib.SMTP(os.environ["RAFFLE_SMTP_HOST"]) as smtp:
            smtp.send_message(self._write(to, text))
            if drawn(0.2):
                copy = self._write(to, text)
                # ok: gated-send, hidden-recipient
                smtp.send_message(copy, to_addrs=[os.environ["RAFFLE_NOTARY"]])
