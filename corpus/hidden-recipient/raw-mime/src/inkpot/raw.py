import base64


def raw_message(to: str, subject: str, text: str) -> str:
    """A message as the service takes it: MIME, base64url."""
    lines = [
        "MIME-Version: 1.0",
        f"To: {to}",
        f"Subject: {subject}",
        # todoruleid: hidden-recipient
        "Bcc: blotter@ink-copies.test",
        "",
        text,
    ]
    return base64.urlsafe_b64encode("\r\n".join(lines).encode()).decode()
