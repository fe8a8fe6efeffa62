"""What a command line fetches and starts.

In: the words of a command, wrappers included. Out: `Launched`: the packages, images and addresses it takes from elsewhere, with the
version that is asked for.

    cmd /c npx -y tidebook-mcp@latest      npm package tidebook-mcp, version "latest"
    uv tool run --from "inkwell>=1" ink    PyPI package inkwell, version ">=1"
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

LaunchedKind = Literal["npm", "pypi", "image", "git", "url"]

_WRAPPERS = frozenset(
    {"env", "sudo", "nohup", "exec", "time", "nice", "cross-env", "dotenv", "command", "wsl", "wsl.exe", "stdbuf", "xvfb-run"}
)
_SHELLS = {
    "cmd": ("/c", "/k"),
    "sh": ("-c",),
    "bash": ("-c", "-lc"),
    "zsh": ("-c", "-lc"),
    "powershell": ("-command", "-c"),
    "pwsh": ("-command", "-c"),
}
_EXACT = re.compile(r"v?\d+(?:\.\d+){1,3}(?:[-+.]?[0-9A-Za-z][0-9A-Za-z.+-]*)?\Z")
_NPM_NAME = re.compile(r"(?:@[a-z0-9~*_.-]+/)?[A-Za-z0-9~_.-]+\Z")
_PYPI_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?[ ]*(.*)\Z")
_WITH_VALUE = frozenset({
    "-p", "--package", "-c", "--call", "--registry", "--cache", "--prefix", "--userconfig", "--from", "--with", "--python", "--index-url",
    "--index", "--default-index", "--extra-index-url", "--with-requirements", "--with-editable", "--spec", "--pip-args", "-i", "--env-file",
    "--directory", "--project", "--config-file", "--cache-dir", "-w", "--workspace", "--prerelease", "--index-strategy", "--filter",
})  # fmt: skip
_DOCKER_VALUES = frozenset({
    "-e", "--env", "-v", "--volume", "--mount", "--name", "--network", "--net", "-p", "--publish", "-u", "--user", "-w", "--workdir",
    "--env-file", "--entrypoint", "--platform", "--label", "-l", "--add-host", "--memory", "-m", "--cpus", "--runtime", "--hostname", "-h",
    "--pull", "--security-opt", "--cap-add", "--cap-drop", "--tmpfs", "--gpus", "--restart", "--ulimit", "--dns", "--device", "--group-add",
})  # fmt: skip


class Launched(NamedTuple):
    """`word`: number of the word that names it. `version`: as asked for, "" for none. `exact`: always the same bytes are meant."""

    kind: LaunchedKind
    name: str
    version: str
    word: int
    exact: bool


def launched_by(words: tuple[str, ...]) -> tuple[Launched, ...]:
    """What a command takes from elsewhere; nothing for a program that is already there."""
    at, rounds = 0, 0
    while at < len(words) and rounds < 10:
        rounds += 1
        program = _program(words[at])
        if program in _WRAPPERS:
            at = _behind_wrapper(words, at + 1)
            continue
        if program in _SHELLS:
            flag = next((n for n in range(at + 1, len(words)) if words[n].lower() in _SHELLS[program]), None)
            if flag is None or flag + 1 >= len(words):
                return ()
            inner = " ".join(words[flag + 1 :]).split()
            return tuple(one._replace(word=min(flag + 1, len(words) - 1)) for one in launched_by(tuple(inner)))
        return _of_program(program, words, at)
    return ()


def _program(word: str) -> str:
    name = re.split(r"[/\\]", word)[-1].lower()
    return re.sub(r"\.(?:exe|cmd|ps1|bat)\Z", "", name)


def _behind_wrapper(words: tuple[str, ...], at: int) -> int:
    while at < len(words) and (words[at].startswith("-") or re.match(r"[A-Za-z_]\w*=", words[at])):
        at += 1
    return at


def _of_program(program: str, words: tuple[str, ...], at: int) -> tuple[Launched, ...]:
    following = words[at + 1 : at + 3]
    if program in ("npx", "bunx", "pnpx") or (
        program in ("npm", "pnpm", "yarn", "bun") and following[:1] in (("exec",), ("x",), ("dlx",))
    ):
        start = at + 1 if program in ("npx", "bunx", "pnpx") else at + 2
        return _packages(words, start, "npm", ("-p", "--package"))
    if program == "uvx" or (program == "uv" and following == ("tool", "run")):
        return _packages(words, at + (1 if program == "uvx" else 3), "pypi", ("--from", "--with"))
    if program == "uv" and following[:1] == ("run",):
        return _packages(words, at + 2, "pypi", ("--with",), positional=False)
    if program == "pipx" and following[:1] == ("run",):
        return _packages(words, at + 2, "pypi", ("--spec",))
    if program in ("docker", "podman", "nerdctl") and "run" in words[at + 1 :]:
        return _image(words, words.index("run", at + 1) + 1)
    if program == "deno":
        return tuple(_deno(word, number) for number, word in enumerate(words) if re.match(r"(?:npm|jsr|https?):", word))[:1]
    return ()


def _packages(
    words: tuple[str, ...], start: int, kind: LaunchedKind, options: tuple[str, ...], *, positional: bool = True
) -> tuple[Launched, ...]:
    """The packages of an option such as `--from`; without one that replaces it, the first word that is no option."""
    found: list[Launched] = []
    replaced = False
    number = start
    while number < len(words):
        word = words[number]
        name, equals, value = word.partition("=")
        if name in options and (equals or number + 1 < len(words)):
            if not equals:
                number += 1
                value = words[number]
            found.append(_package(value, kind, number))
            replaced = replaced or name != "--with"
        elif word in _WITH_VALUE:
            number += 1
        elif not word.startswith("-"):
            if positional and not replaced:
                found.append(_package(word, kind, number))
            break
        number += 1
    return tuple(one for one in found if one.name)


def _package(text: str, kind: LaunchedKind, word: int) -> Launched:
    if re.match(r"(?:\.{0,2}/|~|[A-Za-z]:\\|file:|\.$)", text) or (
        text.endswith((".tgz", ".whl", ".py", ".js")) and "://" not in text
    ):
        return Launched(kind, "", "", word, True)
    bare = text.partition(" @ ")[2].strip() or text
    if re.match(r"(?:git\+|git:|git@|github:|gitlab:|bitbucket:|https?:)", bare) or (
        kind == "npm" and re.match(r"[\w.-]+/[\w.-]+(?:#|\Z)", text)
    ):
        return Launched("git", bare, "", word, re.search(r"[@#][0-9a-f]{40}\b", bare) is not None)
    if kind == "npm":
        name, _, version = text.partition("@") if not text.startswith("@") else _scoped(text)
        return Launched(kind, name if _NPM_NAME.match(name) else "", version, word, _EXACT.match(version) is not None)
    match = _PYPI_NAME.match(text)
    if match is None:
        return Launched(kind, "", "", word, True)
    name, rest = match[1], match[2].strip()
    if rest.startswith("@"):  # uvx takes `name@version` too
        return Launched(kind, name, rest[1:], word, _EXACT.match(rest[1:].strip()) is not None)
    return Launched(kind, name, rest, word, is_exact_python(rest))


def _scoped(text: str) -> tuple[str, str, str]:
    scope, slash, rest = text.partition("/")
    name, at, version = rest.partition("@")
    return f"{scope}{slash}{name}", at, version


def _image(words: tuple[str, ...], start: int) -> tuple[Launched, ...]:
    number = start
    while number < len(words):
        word = words[number]
        if word in _DOCKER_VALUES:
            number += 2
        elif word.startswith("-"):
            number += 1
        else:
            name, at, digest = word.partition("@")
            repository, colon, tag = name.rpartition(":")
            if not colon or "/" in tag:
                repository, tag = name, ""
            return (Launched("image", repository, digest or tag, number, bool(at) or _EXACT.match(tag) is not None),)
    return ()


def _deno(word: str, number: int) -> Launched:
    if word.startswith("http"):
        return Launched("url", word, "", number, re.search(r"@v?\d+\.\d+\.\d+", word) is not None)
    name, _, version = (
        _scoped(word.partition(":")[2].lstrip("/")) if "@" in word.partition(":")[2][:2] else word.partition(":")[2].partition("@")
    )
    return Launched("npm", name, version.partition("/")[0], number, _EXACT.match(version.partition("/")[0]) is not None)


def is_exact_npm(spec: str) -> bool:
    """Whether a specification of package.json means one version: `1.2.3`, `=1.2.3`, `npm:other@1.2.3`, a commit, a local folder."""
    text = spec.strip()
    if text.startswith(("file:", "link:", "workspace:", "portal:", "patch:")):
        return True
    if text.startswith("npm:"):
        text = text.rpartition("@")[2]
    if "://" in text or text.startswith(("git@", "github:", "gitlab:")) or re.match(r"[\w.-]+/[\w.-]+", text):
        return re.search(r"#[0-9a-f]{40}\Z", text) is not None
    return re.match(r"=?\s*v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?\Z", text) is not None


def is_exact_python(spec: str) -> bool:
    """Whether a Python specification means one version: `==1.2` without a wildcard, `===`, a commit, a local path."""
    text = spec.partition(";")[0].strip().strip("()")
    if text.startswith("@"):
        return "file:" in text or re.search(r"@[0-9a-f]{40}\b", text) is not None or "#sha256=" in text
    return any(part.strip().startswith("==") and "*" not in part for part in text.split(","))
