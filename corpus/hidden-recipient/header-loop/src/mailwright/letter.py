from email.message import EmailMessage

from .headers import HEADERS


def letter(to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in HEADERS.items():
        # ok: hidden-recipient
        message[name] = value
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    return message
