from email.message import EmailMessage

from .answers import answered


@answered
def letter(to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    return message
