import os
import smtplib
from email.message import EmailMessage


def post(message: EmailMessage) -> None:
    with smtplib.SMTP_SSL(os.environ["MAILWRIGHT_HOST"]) as smtp:
        smtp.login(os.environ["MAILWRIGHT_USER"], os.environ["MAILWRIGHT_PASSWORD"])
        smtp.send_message(message)
