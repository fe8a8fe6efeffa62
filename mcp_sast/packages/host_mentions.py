"""Recognises hosts in prose and in the fields of manifests.

In: bytes of a document, or one string of a manifest. Out: `Mention` or `DeclaredHost` values with places.

    see https://api.example.com/v1 and app.example.com.   ->   api.example.com, app.example.com
    https://{workspace}.example.com/                      ->   *.example.com
    pip install x; edit server.py; Node.js                ->   nothing
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from mcp_sast.addresses.host import parse_url
from mcp_sast.findings.place import Place
from mcp_sast.packages.data_value import DataValue
from mcp_sast.packages.statements import DeclaredHost, HostTier

# Names that no registry hands out but that documentation and private networks use.
_UNREGISTERED_ENDINGS = frozenset({"example", "test", "invalid", "internal", "onion"})
# Top-level domains that are far more often the end of a file's name.
_FILE_ENDINGS = frozenset({"py", "md", "rs", "sh", "pl", "zip", "mov", "so", "cc", "ps", "st", "gdn", "mk", "ml"})
# A name that starts so and does not end so is written backwards: `com.example.app`, `io.github.owner/server`.
_BACKWARD_STARTS = frozenset({"com", "io", "org", "net"})
_SOURCE_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "sr.ht", "git.sr.ht"})
_API_PATH = re.compile(r"/(api|graphql|login/oauth|oauth)(/|$)")
_LICENCE_PATH = re.compile(r"/(?:licen[sc]es?|copying)(?:[-./][^/]*)?/?$", re.IGNORECASE)
# SHA-256 of the domains of package registries, whose names are not written here.
_REGISTRIES = frozenset({
    "0fd460f0568e29c129d5164443c22dc23e1fa5ade91d6cc915a0c74ce08fba57",
    "3530c4415dd857fb74a542a51c41453902e3a51739cd5f266999c93cc0022aab",
    "386c042daaf7f1eb6ebb565150082bfb4531a77ec75b31abacfe3857a29a211c",
    "3ca29e55be4befa48f875d24c27f9bed32fe06588819ed6264084b6670a1ebb0",
    "51c6b9f69c48a75b146d2785c3d70d336d5fdce24868f2e22db377d736f2ef24",
    "784dbd730457db958e1133b6f70fd41c66d1b1a36071f9a6ff1f0726149cc0d6",
    "8743857e3ea00fd1c64bbc68b8af241954ad2c285e7a60340eec7ea5dcb200db",
    "87d14f070cb9686970d008f9f94e668075fd37620381409858bf040ae1271d51",
    "8b5bb5eb9d758455b8635855cf8aaf05b68775e3f83f0291e800ef338fb9783c",
    "a4aa2ac280bb8d1a0ce7a1be5a7bfb10292b49fe9435ad5cff19f421f3c70e41",
    "d6d7019ca9fcbf07c769e445342515ef0c92e4f18a96adbb3bf6460f5b0ba17f",
    "e83cc4bcd94e4ed54ac0180a4accddaca7dfd0e8668b2e758274eecf9f83743a",
})  # fmt: skip

_URL = re.compile(
    rb"[A-Za-z][A-Za-z0-9+.-]{1,15}://(?:<[\w .-]{1,60}>|\{\{?[\w .-]{1,60}\}?\}|\$\{[\w.-]{1,60}\}|[^\s\"'`()<>|\\{}])+"
)
_TOKEN = re.compile(rb"(?:\*\.)?[A-Za-z0-9][A-Za-z0-9.-]{2,252}")
_TOKEN_PATH = re.compile(rb"(?::\d{1,5})?(?:/[^\s\"'`()<>|\\{}\]]*)?")
_PLACEHOLDER = re.compile(r"<[^<>]*>|\{\{?[^{}]*\}?\}|\$\{[^}]*\}|\[[A-Za-z_ -]*\]|%[A-Z_]+%|\*")
_PLACEHOLDER_LABEL = re.compile(
    r".*\uffff.*|x{3,}|(?:your|my)(?:[-_].*|[a-z]*(?:domain|company|org|instance|workspace|tenant|site|host|server|app|project))",
    re.I,
)
_SEMVER = re.compile(r"[\d.]+")


class Mention(NamedTuple):
    """A host as a text names it: `url` as written, offsets in the text."""

    host: str
    url: str
    start: int
    end: int


def mentions(text: bytes) -> list[Mention]:
    """All hosts that a text names, in its order: in URLs of any scheme, and bare."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for match in _URL.finditer(text):
        url = match.group().rstrip(b".,;:!?*_]").decode("utf-8", "replace")
        taken.append(match.span())
        host = host_of(url)
        if host:
            found.append(Mention(host, url, match.start(), match.start() + len(url.encode("utf-8"))))
    found.extend(_bare_mentions(text, taken))
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _bare_mentions(text: bytes, taken: list[tuple[int, int]]) -> list[Mention]:
    found = []
    spans = iter((*taken, (len(text) + 1, len(text) + 1)))
    span = next(spans)
    for match in _TOKEN.finditer(text):
        start = match.start()
        while span[1] <= start:
            span = next(spans)
        if span[0] <= start or b"." not in match.group():
            continue
        name = match.group().rstrip(b".-").decode("ascii")
        end = start + len(name)
        if not _stands_alone(text, start, end) or not _looks_like_host(name):
            continue
        path = _TOKEN_PATH.match(text, end)
        url = name + (path.group().rstrip(b".,;:!?*_").decode("utf-8", "replace") if path else "")
        host = host_of(f"https://{url}")
        if host:
            found.append(Mention(host, url, start, start + len(url.encode("utf-8"))))
    return found


def _stands_alone(text: bytes, start: int, end: int) -> bool:
    """Not a part of a path, an e-mail address, an assignment, a call or an identifier."""
    before, after = text[start - 1 : start] if start else b"", text[end : end + 1]
    if before in (b"@", b"/", b"\\", b"_", b"-", b".", b"#", b"$", b"%", b"&", b"~") or before >= b"\x80":
        return False
    return after not in (b"@", b"(", b"_", b"[", b"=", b"\\") and after < b"\x80" and not text.startswith(b".*", end)


def _looks_like_host(name: str) -> bool:
    labels = name.removeprefix("*.").split(".")
    last = labels[-1]
    # "works.It" is two sentences, "Node.JS" a product: the last label is in lower case unless all of the name is in capitals.
    if len(labels) < 2 or not all(labels) or (last != last.lower() and name != name.upper()):
        return False
    last = last.lower()
    if last in _FILE_ENDINGS or (labels[0].lower() in _BACKWARD_STARTS and last not in _BACKWARD_STARTS):
        return False
    if last in _UNREGISTERED_ENDINGS:
        return True
    return last in _top_level_names() and not _SEMVER.fullmatch(name)


@cache
def _top_level_names() -> frozenset[str]:
    from publicsuffixlist import PSLFILE  # read only for documents that hold a bare name

    lines = Path(PSLFILE).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line.isalpha() and line.isascii())


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """The host of a URL as a document writes it; `*.` and the rest if the labels before are placeholders; "" if there is none or
    it is this machine."""
    text = _PLACEHOLDER.sub("\uffff", url)
    _, mark, rest = text.partition("://")
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0] if mark else ""
    host = authority.rpartition("@")[2]
    name = host.partition(":")[0]
    labels = name.split(".")
    wild = next((at + 1 for at in range(len(labels) - 1, -1, -1) if _PLACEHOLDER_LABEL.fullmatch(labels[at])), 0)
    if wild:
        # One label behind a placeholder is a top-level domain and says nothing; a placeholder in words is a name then.
        parsed = parse_url("https://" + ".".join(labels[wild:])) if len(labels) - wild >= 2 else None
        if parsed and not parsed.is_ip:
            return f"*.{parsed.host}"
        if "\uffff" in name:
            return ""
    parsed = parse_url(text.replace("\uffff", "0")) if mark else None
    if parsed is None or parsed.is_loopback or ("." not in parsed.host and not parsed.is_ip):
        return ""
    return parsed.host


def is_source_or_registry(mention_url: str, host: str, repository: str) -> bool:
    """Whether a mention only says where the package's source or releases are: the repository itself, a host of repositories unless
    its API is meant, a package registry, a licence."""
    bare = "://" not in mention_url
    path = "/" + re.split(r"[?#]", mention_url if bare else mention_url.partition("://")[2], maxsplit=1)[0].partition("/")[2]
    if _LICENCE_PATH.search(path):
        return True
    name = host.removeprefix("*.").removeprefix("www.")
    if name in _SOURCE_HOSTS:
        return not (_API_PATH.match(path) or path == "/")
    if is_registry(host):
        return True
    owner = repository_path(repository)
    return bool(owner) and owner in mention_url.lower()


@lru_cache(maxsize=1024)
def is_registry(host: str) -> bool:
    """Whether the host belongs to a package registry."""
    labels = host.split(".")
    return any(hashlib.sha256(".".join(labels[at:]).encode()).hexdigest() in _REGISTRIES for at in range(len(labels) - 1))


def repository_path(repository: str) -> str:
    """`host/owner/name` of a repository's URL, `owner/name` of a shorthand; "" if it is neither."""
    text = repository.lower().removeprefix("git+").removesuffix("/").removesuffix(".git")
    text = text.partition("://")[2] or text.removeprefix("git@").replace(":", "/")
    parts = [part for part in text.rpartition("@")[2].split("/") if part]
    return "/".join(parts[:3]) if len(parts) >= 3 else ""


def declared_in(value: DataValue | None, tier: HostTier) -> tuple[DeclaredHost, ...]:
    """The hosts that all strings of a manifest's field name as URLs, source hosts and registries left out."""
    if value is None:
        return ()
    return tuple(host for string in value.strings() for host in declared_at(str(string.scalar), tier, string.place))


def declared_at(text: str, tier: HostTier, place: Place) -> tuple[DeclaredHost, ...]:
    """The hosts that one string of a manifest names as URLs."""
    found = (Mention(host_of(url), url, 0, 0) for url in _urls(text))
    return tuple(
        DeclaredHost(mention.host, mention.url, tier, place)
        for mention in found
        if mention.host and not is_source_or_registry(mention.url, mention.host, "")
    )


def _urls(text: str) -> list[str]:
    data = text[:8192].encode("utf-8", "replace")
    return [match.group().rstrip(b".,;:!?*_]").decode("utf-8", "replace") for match in _URL.finditer(data)]
