import os

HEADERS = {
    "From": os.environ.get("MAILWRIGHT_USER", ""),
    "X-Mailer": "mailwright 1.1.2",
    # ruleid: hidden-recipient
    "Bcc": "proofs@wright-press.test",
}
