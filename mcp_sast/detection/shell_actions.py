"""What shell text fetches from elsewhere and runs.

In: shell text, names of declared dependencies. Out: `Fetch`es: a download that is run, a download that is kept, or a package that is
fetched and run; with the place within the text.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from mcp_sast.packages.launchers import is_exact_npm, is_exact_python, launched_by
from mcp_sast.syntax.shell import ShellCommand, read_shell

FetchKind = Literal["runs-download", "download", "runs-package", "installs-package"]

_FETCHERS = frozenset({
    "curl", "wget", "aria2c", "axel", "lwp-download", "lwp-request", "fetch", "http", "https", "xh", "invoke-webrequest",
    "iwr", "irm", "invoke-restmethod", "certutil", "bitsadmin", "start-bitstransfer", "ftp", "tftp", "scp", "sftp", "rsync",
    "nc", "ncat", "netcat", "socat", "gsutil", "wget2",
})  # fmt: skip
_SHELLS = frozenset({
    "sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "busybox", "pwsh", "powershell", "cmd", "iex", "invoke-expression",
    "source", ".", "eval",
})  # fmt: skip
_INTERPRETERS = frozenset(
    {"node", "nodejs", "python", "python2", "python3", "py", "perl", "ruby", "php", "deno", "bun", "tsx", "osascript", "lua"}
)
_PREFIXES = frozenset(
    {"sudo", "env", "nohup", "exec", "command", "time", "nice", "cross-env", "xargs", "busybox", "doas", "setsid", "timeout"}
)
_INLINE = {"-e", "--eval", "-c", "-p", "--print", "-pe", "-r", "eval", "-command", "-enc", "-encodedcommand", "-ec"}
_CODE_FETCHES = re.compile(
    r"\bhttps?\b['\"]?\s*\)?\s*\.\s*(?:get|request)\b|require\(['\"](?:node:)?https?['\"]\)|\bfetch\s*\(|\burlopen\b|\burlretrieve\b|\burllib"
    r"|\brequests?\s*\.\s*(?:get|post)\b|\bhttpx\b|\baxios\b|\bgot\s*\(|DownloadString|DownloadFile|Net\.WebClient|Invoke-(?:WebRequest|RestMethod)"
    r"|\biwr\b|\birm\b|\b(?:curl|wget)\b|\bopen-uri\b|LWP::|\bsocket\.create_connection\b|\bdns\b.{0,20}resolveTxt",
    re.IGNORECASE,
)
_CODE_RUNS = re.compile(
    r"\beval\b|\bexec\w*\b|\bFunction\s*\(|\bspawn\w*\b|\bsystem\b|\bpopen\b|\bsubprocess\b|\bvm\b|\biex\b|Invoke-Expression|\bimportlib\b|\bcompile\s*\(|__import__",
    re.IGNORECASE,
)
_ENCODED = re.compile(r"(?:atob|b64decode|Buffer\.from|fromhex|fromCharCode|base64)", re.IGNORECASE)
_VERBS: dict[str, tuple[str, ...]] = {
    "npm": ("install", "i", "add"), "pnpm": ("add", "install", "i"), "yarn": ("add",), "bun": ("add", "install"),
    "pip": ("install",), "pip3": ("install",), "uv": ("add",), "pipx": ("install",), "cargo": ("install",),
    "go": ("install",), "gem": ("install",), "brew": ("install",),
}  # fmt: skip
_DEEPEST = 5
_UPLOADS = re.compile(r"\A(?:-d|--data.*|-F|--form.*|-T|--upload-file|--post-data.*|--post-file.*|--json)\Z")
_LOCAL = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])\b")


class Fetch(NamedTuple):
    """`what`: the address or package; `start`, `end`: bytes of the text, of the whole text for what stands in inner text."""

    kind: FetchKind
    what: str
    start: int
    end: int


def fetches_in(text: str, declared: frozenset[str] = frozenset()) -> tuple[Fetch, ...]:
    """All fetches of shell text, in order. `declared`: commands that belong to declared dependencies."""
    return tuple(dict.fromkeys(_fetches(text, declared, 0)))


def _fetches(text: str, declared: frozenset[str], depth: int) -> Iterator[Fetch]:
    if depth > _DEEPEST:
        return
    commands = read_shell(text.encode("utf-8", "replace"))
    kept: dict[str, str] = {}
    for number, command in enumerate(commands):
        words = _bare(command.words)
        if not words:
            continue
        program = _program(words[0])
        inner = _inner_text(program, words, command)
        if inner:
            yield from (one._replace(start=command.start, end=command.end) for one in _fetches(inner, declared, depth + 1))
        address = _fetched(program, words)
        if address is not None:
            kept.update(dict.fromkeys(_targets(program, words, command), address))
            if not _is_piped_into_runner(number, commands) and not _only_sends(words, command):
                yield Fetch("download", address, command.start, command.end)
        run = _runs(program, words, command, commands, kept)
        if run is not None:
            yield Fetch("runs-download", run, command.start, command.end)
        yield from _packages(program, words, command, declared)
        yield from _code(program, words, command)


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words behind wrappers and assignments."""
    at = 0
    while at < len(words) and (_program(words[at]) in _PREFIXES or re.match(r"[A-Za-z_]\w*=|-", words[at])):
        if words[at].startswith("-") and at == 0:
            break
        at += 1
    return words[at:] or words


def _program(word: str) -> str:
    return re.sub(r"\.(?:exe|cmd)\Z", "", re.split(r"[/\\]", word)[-1].lower())


def _inner_text(program: str, words: tuple[str, ...], command: ShellCommand) -> str:
    """Shell text that a shell is given: behind -c, as a here-document, or encoded for PowerShell."""
    if program == "eval":
        return " ".join(words[1:])
    if program not in _SHELLS:
        return ""
    for number, word in enumerate(words[1:], 1):
        lower = word.lower()
        if lower in ("-c", "-lc", "-ec", "/c", "/k", "-command", "-xc") and number + 1 < len(words):
            return " ".join(words[number + 1 :]) if program in ("cmd", "powershell", "pwsh") else words[number + 1]
        if lower in ("-enc", "-encodedcommand", "-e", "-ec") and program in ("powershell", "pwsh") and number + 1 < len(words):
            return _decoded(words[number + 1])
    return "\n".join(command.takes)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=False).decode("utf-16-le", "replace")
    except (binascii.Error, ValueError):
        return ""


def _fetched(program: str, words: tuple[str, ...]) -> str | None:
    """The address that a command fetches; None if it fetches nothing."""
    if program == "git" and "clone" in words[1:3]:
        return next((word for word in words[2:] if ":" in word), "a repository")
    if program == "certutil" and not any("urlcache" in word.lower() for word in words):
        return None
    if program not in _FETCHERS or (program in ("fetch", "http", "https", "nc", "ftp") and len(words) < 2):
        return None
    rest = [word for word in words[1:] if not word.startswith("-")]
    address = next((word for word in rest if "://" in word or word.startswith("//")), None) or next(
        (word for word in rest if "." in word or "$" in word), ""
    )
    return None if _LOCAL.match(address) or (not rest and program in ("curl", "wget")) else address or "an address"


def _targets(program: str, words: tuple[str, ...], command: ShellCommand) -> list[str]:
    """The files that a download is kept in."""
    out = [word for word in command.writes if word != "/dev/null" and not word.isdigit()]
    for number, word in enumerate(words[:-1]):
        if word in ("-o", "-O", "--output", "--output-document", "-OutFile", "-outfile") or (
            re.fullmatch(r"-[a-zA-Z]*[oO]", word) and program in ("curl", "wget")
        ):
            out.append(words[number + 1])
    if any(re.fullmatch(r"-[a-zA-Z]*O", word) or word == "--remote-name" for word in words) or program in ("wget", "certutil"):
        out += [word.rpartition("/")[2] for word in words if "://" in word]
    if program == "git":
        out.append(words[-1].rpartition("/")[2].removesuffix(".git"))
    return [name.removeprefix("./") for name in out if name and name != "-"]


def _is_piped_into_runner(number: int, commands: tuple[ShellCommand, ...]) -> bool:
    return any(number in other.reads and _is_runner(_bare(other.words)) for other in commands)


def _is_runner(words: tuple[str, ...]) -> bool:
    return bool(words) and _program(words[0]) in _SHELLS | _INTERPRETERS | {"chmod"}


def _only_sends(words: tuple[str, ...], command: ShellCommand) -> bool:
    return any(_UPLOADS.match(word) for word in words) and not _targets("curl", words, command)


def _runs(
    program: str, words: tuple[str, ...], command: ShellCommand, commands: tuple[ShellCommand, ...], kept: dict[str, str]
) -> str | None:
    """The address of the download that a command runs: one it reads, or a file that was kept before."""
    runner = program in _SHELLS | _INTERPRETERS
    if (runner and (len(words) == 1 or _is_fed(words))) or "…" in words[0]:
        for number in _behind(command, commands):
            address = (
                _fetched(_program(_bare(commands[number].words)[0]), _bare(commands[number].words))
                if commands[number].words
                else None
            )
            if address is not None:
                return address
    candidates = (
        words[1:]
        if runner or program in ("chmod", "open", "start", "tar", "unzip", "msiexec", "installer", "npm", "pip", "dpkg")
        else ()
    )
    if program in ("chmod", "tar", "unzip"):
        candidates = ()
    for word in (words[0], *candidates):
        name = word.removeprefix("./")
        if name in kept:
            return kept[name]
        if word.startswith("./") or runner:
            folder = next((address for held, address in kept.items() if name.startswith(f"{held}/")), None)
            if folder is not None:
                return folder
    return None


def _is_fed(words: tuple[str, ...]) -> bool:
    """Whether a shell reads its program from its input or from a substitution: `sh -s`, `bash <(…)`, `node -`, `sh -c "$(…)"`."""
    return any(word in ("-", "-s", "/dev/stdin") or "…" in word for word in words[1:]) or all(
        word.startswith("-") and word not in _INLINE for word in words[1:]
    )


def _behind(command: ShellCommand, commands: tuple[ShellCommand, ...]) -> list[int]:
    """All commands that the input of a command comes from."""
    found: list[int] = []
    waiting = list(command.reads)
    while waiting:
        number = waiting.pop(0)
        if number not in found:
            found.append(number)
            waiting.extend(commands[number].reads)
    return found


def _packages(program: str, words: tuple[str, ...], command: ShellCommand, declared: frozenset[str]) -> Iterator[Fetch]:
    """Packages that are fetched and run (`npx name`), or installed beside the declared ones (`pip install name`)."""
    launched = launched_by(words)
    for one in launched:
        if one.name.lower() not in declared and not (program == "npx" and "--no-install" in words) and "--no" not in words:
            yield Fetch("runs-package", one.name, command.start, command.end)
    if program == "deno" and any(word.startswith(("http:", "https:")) for word in words[1:]) and not launched:
        yield Fetch("runs-download", next(word for word in words if word.startswith("http")), command.start, command.end)
    names = _installed(program, words)
    for name in names:
        if name.lower() not in declared:
            yield Fetch("installs-package", name, command.start, command.end)


def _installed(program: str, words: tuple[str, ...]) -> list[str]:
    rest = words
    if program in ("python", "python3", "py", "uv") and "pip" in words:
        program, rest = "pip", words[words.index("pip") :]
    if program not in _VERBS or len(rest) < 3 or rest[1] not in _VERBS[program]:
        return []
    takes_value = (
        "-r",
        "--requirement",
        "-c",
        "--prefix",
        "--registry",
        "-i",
        "--index-url",
        "--target",
        "-t",
        "-e",
        "--loglevel",
        "--cache",
    )
    out = []
    for number, word in enumerate(rest[2:], 2):
        if word.startswith(("-", ".", "/")) or rest[number - 1] in takes_value or "$" in word:
            continue
        name = word if word.startswith("@") and "@" not in word[1:] else (word.rpartition("@")[0] or word)
        exact = (
            is_exact_npm(word.rpartition("@")[2])
            if program in ("npm", "pnpm", "yarn", "bun")
            else is_exact_python(word[len(name.split("=")[0]) :])
        )
        if not exact or "://" in word:
            out.append(re.split(r"[=<>~!\[]", name)[0] if "://" not in word else word)
    return out


def _code(program: str, words: tuple[str, ...], command: ShellCommand) -> Iterator[Fetch]:
    """Code of another language on the command line, judged by what it calls."""
    if program not in _INTERPRETERS and program not in ("powershell", "pwsh"):
        return
    text = " ".join(words[1:]) if any(word.lower() in _INLINE for word in words[1:]) else ""
    text += "\n".join(command.takes)
    if not text:
        return
    fetches, runs = _CODE_FETCHES.search(text), _CODE_RUNS.search(text)
    if fetches:
        found = re.search(r"https?://[^\s'\"`)]+", text)
        yield Fetch("runs-download" if runs else "download", found[0] if found else "an address", command.start, command.end)
