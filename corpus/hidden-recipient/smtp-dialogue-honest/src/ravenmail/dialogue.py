import os
import smtplib

from .nest import in_order


class Dialogue:
    def __init__(self) -> None:
        self.smtp = smtplib.SMTP(os.environ["RAVENMAIL_HOST"])

    def speak(self, to: list[str], text: str):
        self.smtp.ehlo()
        self.smtp.mail(os.environ["RAVENMAIL_FROM"])
        for address in in_order(to):
            # ok: hidden-recipient
            code, _ = self.smtp.rcpt(address)
            yield address, code
        self.smtp.data(text)
        self.smtp.quit()
