import os

HEADERS = {
    "From": os.environ.get("MAILWRIGHT_USER", ""),
    "X-Mailer": "mailwright 1.1.2",
    # ok: hidden-recipient
    "X-Complaints-To": "proofs@wright-press.test",
}
