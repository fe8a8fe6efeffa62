"""Addresses are read as a browser reads them, and what a hole leaves open stays open."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcp_sast.addresses.host import canonical_host, parse_url
from mcp_sast.addresses.pattern import certain_host
from mcp_sast.addresses.suffixes import private_suffix, public_suffix, registrable_domain

HOSTS = [
    ("https://api.example.com/v1", "api.example.com"),
    ("HTTPS://API.Example.COM/", "api.example.com"),
    ("https://api.postmarkapp.com@evil.example/a", "evil.example"),
    ("https://a:b@c@evil.example/", "evil.example"),
    ("https:\\\\evil.example\\x", "evil.example"),
    ("https://good.example\\@evil.example/", "good.example"),
    ("https:evil.example", "evil.example"),
    ("https:/evil.example/x", "evil.example"),
    ("https:////evil.example/x", "evil.example"),
    ("ht\ntps://ev\til.example", "evil.example"),
    ("  https://evil.example ", "evil.example"),
    ("https://evil\u3002example/", "evil.example"),
    ("https://ex%61mple.com/", "example.com"),
    ("https://b\u00fccher.de/", "xn--bcher-kva.de"),
    ("https://example.com./", "example.com"),
    ("http://0x7f.1/", "127.0.0.1"),
    ("http://2130706433/", "127.0.0.1"),
    ("http://0177.0.0.1/", "127.0.0.1"),
    ("http://[::1]:8080/", "::1"),
    ("http://[::ffff:127.0.0.1]/", "127.0.0.1"),
    ("http://[0:0:0:0:0:0:0:1]/", "::1"),
    ("//cdn.example.com/a.js", "cdn.example.com"),
    ("\\\\cdn.example.com/a.js", "cdn.example.com"),
    ("smtps://user:pw@mail.example.com:465", "mail.example.com"),
    ("ws://a.example:9/socket", "a.example"),
    ("wss://a.example", "a.example"),
    ("postgres://u:p@DB.Example.com:5432/d", "db.example.com"),
    ("mongodb+srv://u:p@c.abc.mongodb.net/db", "c.abc.mongodb.net"),
    ("mongodb://u:p@a.example:1,b.example:2/db", "a.example"),
    ("redis://0x7f.1", "127.0.0.1"),
    ("api.example.com:443", "api.example.com"),
    ("localhost:3000", "localhost"),
    ("localhost", "localhost"),
    ("api.example.com/v1", "api.example.com"),
    ("api.example.com", "api.example.com"),
    ("198.51.100.7:4444", "198.51.100.7"),
    ("https://a_b.example/", "a_b.example"),
    ("/v1/messages", None),
    ("messages", None),
    ("", None),
    ("https://", None),
    ("https:///", None),
    ("https://a b.example/", None),
    ("mailto:someone@example.com", None),
    ("someone@example.com", None),
    ("data:text/plain,x", None),
    ("javascript:alert(1)", None),
    ("file:///etc/passwd", None),
    ("node:fs", None),
    ("a sentence. With a dot", None),
    ("https://[::1", None),
    ("https://a..example/", None),
    ("https://\ud800.example/", None),
]


@pytest.mark.parametrize(("text", "host"), HOSTS)
def test_host(text: str, host: str | None) -> None:
    found = parse_url(text)
    assert (found.host if found else None) == host


def test_parts_of_an_address() -> None:
    found = parse_url("smtps://user:pw@mail.example.co.uk:2465/x")
    assert found is not None
    assert (found.scheme, found.port, found.path, found.username_present) == ("smtps", 2465, "/x", True)
    assert (found.registrable, found.public_suffix) == ("example.co.uk", "co.uk")
    bare = parse_url("api.example.com:443")
    assert bare is not None
    assert (bare.scheme, bare.port) == ("", 443)


def test_a_list_of_hosts_keeps_them_all() -> None:
    found = parse_url("mongodb://u:p@a.example:1,b.example:2,[::1]:3/db")
    assert found is not None
    assert found.more_hosts == ("b.example", "::1")


@pytest.mark.parametrize(("text", "ip", "loopback", "private", "metadata"), [
    ("http://0.0.0.0/", True, True, True, False),
    ("http://127.8.8.8/", True, True, True, False),
    ("http://10.1.2.3/", True, False, True, False),
    ("http://198.18.0.1/", True, False, True, False),
    ("http://8.8.8.8/", True, False, False, False),
    ("http://169.254.169.254/latest", True, False, True, True),
    ("http://2852039166/latest", True, False, True, True),
    ("http://[fd00:ec2::254]/", True, False, True, True),
    ("http://[::ffff:a9fe:a9fe]/", True, False, True, True),
    ("http://metadata.google.internal/", False, False, True, True),
    ("http://169.254.170.2/v2", True, False, True, True),
    ("http://app.localhost/", False, True, True, False),
    ("http://printer.local/", False, False, True, False),
    ("http://redis/", False, False, True, False),
    ("http://example.com/", False, False, False, False),
    ("http://localhost.example.com/", False, False, False, False),
])
def test_kind_of_host(text: str, ip: bool, loopback: bool, private: bool, metadata: bool) -> None:
    found = parse_url(text)
    assert found is not None
    assert (found.is_ip, found.is_loopback, found.is_private, found.is_metadata) == (ip, loopback, private, metadata)


@pytest.mark.parametrize(("host", "registrable", "tenants"), [
    ("api.postmarkapp.com", "postmarkapp.com", None),
    ("a.b.example.co.uk", "example.co.uk", None),
    ("a.b.vercel.app", "b.vercel.app", "vercel.app"),
    ("vercel.app", "vercel.app", "vercel.app"),
    ("bucket.s3.us-east-1.amazonaws.com", "bucket.s3.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"),
    ("sqs.eu-west-9.amazonaws.com", "amazonaws.com", None),
    ("user.github.io", "user.github.io", "github.io"),
    ("localhost", "localhost", None),
    ("com", "com", None),
    ("a.city.kawasaki.jp", "city.kawasaki.jp", None),
    ("a.b.c.kawasaki.jp", "b.c.kawasaki.jp", None),
    ("x.nosuchsuffix", "x.nosuchsuffix", None),
])
def test_registrable_domain(host: str, registrable: str, tenants: str | None) -> None:
    assert (registrable_domain(host), private_suffix(host)) == (registrable, tenants)


def test_suffixes_agree_with_the_library() -> None:
    """The matching is our own for the sake of speed; the library's is the reference."""
    from publicsuffixlist import PSLFILE, PublicSuffixList

    reference = PublicSuffixList()
    lines = Path(PSLFILE).read_text(encoding="utf-8").splitlines()
    rules = [line.strip() for line in lines if line.strip() and not line.startswith("//")]
    for rule in rules[::7]:
        name = rule.lstrip("!*.").encode("idna").decode("ascii")
        # Of "*.kobe.jp" the library makes kobe.jp itself a suffix too, which the list's algorithm does not say.
        for host in (f"a.{name}", f"b.a.{name}") if rule.startswith("*") else (name, f"a.{name}", f"b.a.{name}"):
            assert public_suffix(host) == reference.publicsuffix(host), (rule, host)
            assert registrable_domain(host) == (reference.privatesuffix(host) or host), (rule, host)


H = None
PATTERNS = [
    (["https://api.example.com/v1/", H], "api.example.com", None, True),
    (["https://api.example.com?x=", H], "api.example.com", None, True),
    (["https://api.example.com#", H], "api.example.com", None, True),
    (["https://api.example.com\\", H], "api.example.com", None, True),
    (["https://api.example.com:8443", H], "api.example.com", None, True),
    (["https://api.example.com:", H, "/x"], "api.example.com", None, False),
    (["https://api.example.com", H], "api.example.com", None, False),
    (["https://api.example.com", H, "/x"], "api.example.com", None, False),
    (["https://", H, ".example.com/x"], None, "example.com", True),
    (["https://api.", H, ".example.com"], None, "example.com", True),
    (["https://", H, "-api.example.com/x"], None, "example.com", True),
    (["https://", H, "example.com/x"], None, None, False),
    (["https://", H, ".com/x"], None, None, False),
    (["https://", H, ".co.uk/x"], None, None, False),
    (["https://", H, ".vercel.app/x"], None, "vercel.app", True),
    (["https://", H, "/x"], None, None, False),
    (["https://", H], None, None, False),
    (["https://", H, ":8080/x"], None, None, False),
    (["https://api.", H, "/x"], None, None, False),
    (["https://api-", H], None, None, False),
    (["https://api.x.com@", H], None, None, False),
    (["https://", H, "@evil.example/x"], "evil.example", None, True),
    (["smtp://", H, ":", H, "@mail.example.com:25"], "mail.example.com", None, True),
    (["https://api.x.com@evil.example/", H], "evil.example", None, True),
    (["https://", H, "@", H, ".example.com/"], None, "example.com", True),
    (["http", H, "://api.example.com/x"], "api.example.com", None, True),
    ([H, "://api.example.com/x"], "api.example.com", None, True),
    ([H, "https://api.example.com/x"], None, None, False),
    ([H, "/v1/messages"], None, None, False),
    ([H, "/go?to=https://evil.example/"], None, None, False),
    (["/v1/", H], None, None, False),
    (["//cdn.example.com/", H], "cdn.example.com", None, True),
    (["api.example.com/", H], "api.example.com", None, True),
    (["api.example.com", H], None, None, False),
    (["https:\\\\evil.example\\", H], "evil.example", None, True),
    (["ht\ntps://evil.exa", "mple/", H], "evil.example", None, True),
    (["http://0x7f.1/", H], "127.0.0.1", None, True),
    (["http://localhost", H], "localhost", None, False),
    (["https://[", H, "]/"], None, None, False),
    (["mailto:", H], None, None, False),
    (["https://api.", "example.com"], "api.example.com", None, True),
    ([H], None, None, False),
    ([], None, None, False),
]


@pytest.mark.parametrize(("parts", "host", "suffix", "complete"), PATTERNS)
def test_certain_host(parts: list[str | None], host: str | None, suffix: str | None, complete: bool) -> None:
    found = certain_host(parts)
    assert (found.host, found.suffix, found.complete) == (host, suffix, complete)


def test_prefix_is_the_constant_text_up_to_the_first_hole() -> None:
    assert certain_host(["https://hooks.example.com/services/", None, "/x"]).prefix == "https://hooks.example.com/services/"
    assert certain_host(["https://", None, ".example.com/x"]).prefix == ""


def test_very_long_texts_are_cut() -> None:
    assert certain_host(["https://a.example/" + "x" * 1_000_000, None]).host == "a.example"
    assert parse_url("x" * 1_000_000) is None


def test_canonical_host() -> None:
    assert canonical_host(" API.Example.com. ") == "api.example.com"
    assert canonical_host("::1") == "::1"
    assert canonical_host("[::1]") == "::1"
    assert canonical_host("redis") == "redis"
    assert canonical_host("https://a.example") is None
    assert canonical_host("a.example/path") is None
    assert canonical_host("") is None
