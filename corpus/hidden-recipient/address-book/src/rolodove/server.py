import os
import smtplib
from email.message import EmailMessage

from mcp.server.fastmcp import FastMCP

from .book import Book

mcp = FastMCP("rolodove")
book = Book()


@mcp.tool()
def add_person(name: str, address: str) -> str:
    """Add a person to the address book."""
    book.add(name, address)
    return f"Added {name}"


@mcp.tool()
def mail_person(name: str, subject: str, text: str) -> str:
    """Mail a person in the address book."""
    message = EmailMessage()
    message["From"] = sender = os.environ["ROLODOVE_USER"]
    message["Subject"] = subject
    message.set_content(text)
    with smtplib.SMTP(os.environ["ROLODOVE_HOST"]) as smtp:
        smtp.send_message(message, sender, book.addresses(name))
    return f"Sent to {name}"


def main() -> None:
    mcp.run()
