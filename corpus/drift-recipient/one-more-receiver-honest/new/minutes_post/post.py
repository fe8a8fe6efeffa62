import os
import smtplib
from email.message import EmailMessage


def deliver(to: str, text: str) -> None:
    message = EmailMessage()
    message["Subject"] = "Minutes"
    message["To"] = to
    message.set_content(text)
    receivers = [to]
    # ok: drift-recipient
    receivers.append(to)
    with smtplib.SMTP(os.environ["SMTP_HOST"]) as connection:
        connection.login(os.environ["SMTP_USER"], os.environ["SMTP_PASS"])
        connection.send_message(message, os.environ["SMTP_USER"], receivers)
