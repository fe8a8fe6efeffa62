"""Finds what package managers and the interpreter run by themselves.

In: a package and the bytes of its files. Out: `Hook`s with places: lifecycle scripts of npm, binding.gyp, setup.py, build back ends and
hooks of the package itself, .pth files, sitecustomize, plug-ins of pytest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mcp_sast.findings.place import Place
from mcp_sast.packages.json_document import read_json
from mcp_sast.packages.npm_manifest import script_files
from mcp_sast.packages.statements import Package
from mcp_sast.packages.supply import Hook

# In the order in which npm runs them. `prepare` and `prepublish` run only for a folder or a git address.
INSTALL_SCRIPTS = ("preinstall", "install", "postinstall")
_SETUP = re.compile(rb"\bsetup\s*\(")
_CMDCLASS = re.compile(rb"\bcmdclass\s*=")
_PTH_CODE = re.compile(rb"^[ \t]*import[ \t]+[^\r\n]*", re.MULTILINE)
_PLAIN_SETUP = re.compile(
    rb"""(?x)\A(?:\s | \#[^\n]* | (?:from|import)\s+(?:setuptools|distutils|skbuild|os|pathlib|io|codecs|re|sys)[^\n]*\n | __\w+__[^\n]*\n
    | (?:\"\"\"|''')[\s\S]*?(?:\"\"\"|'''))*(?:if\s+__name__[^\n]*\n\s*)?(?:setuptools\.)?setup\s*\("""
)


def hooks_of(package: Package, files: Mapping[str, bytes]) -> Iterator[Hook]:
    """The hooks of a package, in a fixed order."""
    prefix = f"{package.root}/" if package.root else ""
    if package.ecosystem == "npm":
        yield from _npm(package, files, prefix)
    if package.ecosystem == "pypi":
        yield from _python(package, files, prefix)
    for path in package.files:
        name = path.rpartition("/")[2]
        if name.endswith(".pth"):
            for match in _PTH_CODE.finditer(files.get(path, b"")[: 1024 * 1024]):
                yield Hook("pth", name, match[0].decode("utf-8", "replace"), Place(path, match.start(), match.end()), path)
        elif name in ("sitecustomize.py", "usercustomize.py") and path[: -len(name)] in _tops(package):
            yield Hook("customize", name, "", Place(path, 0, 1), path)


def _tops(package: Package) -> set[str]:
    return {f"{root}/" if root else "" for root in package.python_roots}


def _npm(package: Package, files: Mapping[str, bytes], prefix: str) -> Iterator[Hook]:
    path = f"{prefix}package.json"
    if path not in files:
        return
    value, _ = read_json(path, files[path])
    scripts = value.get("scripts") if value is not None else None
    gyp = f"{prefix}binding.gyp"
    named = {member.key: member.value for member in (scripts.members if scripts else ())}
    declined = value.get("gypfile") if value is not None else None
    if gyp in files and not {"install", "preinstall"} & set(named) and not (declined is not None and declined.scalar is False):
        yield Hook("binding.gyp", "binding.gyp", "node-gyp rebuild", Place(gyp, 0, 1), gyp)
    for name in INSTALL_SCRIPTS:
        script = named.get(name)
        if script is not None and isinstance(script.scalar, str) and script.scalar.strip():
            found = script_files(_expanded(script.scalar, named))
            yield Hook("npm-script", name, _expanded(script.scalar, named), script.place, found[0] if found else "")


_RUN = re.compile(r"(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+)?(?:--?[\w-]+\s+)*([\w:.-]+)")


def _expanded(script: str, scripts: Mapping[str, object]) -> str:
    """`npm run setup` with the text of `setup` behind it; each script once."""
    out, seen, waiting = [script], {""}, [script]
    while waiting:
        for match in _RUN.finditer(waiting.pop()):
            held = scripts.get(match[1])
            text = getattr(held, "scalar", None)
            if match[1] not in seen and isinstance(text, str):
                seen.add(match[1])
                out.append(text)
                waiting.append(text)
    return "\n".join(out)


def _python(package: Package, files: Mapping[str, bytes], prefix: str) -> Iterator[Hook]:
    setup = f"{prefix}setup.py"
    if setup in package.files and _SETUP.search(files[setup]):
        data = files[setup]
        found = _CMDCLASS.search(data) or _SETUP.search(data)
        at = found.start() if found else 0
        plain = _CMDCLASS.search(data) is None and _PLAIN_SETUP.match(data) is not None
        yield Hook("setup.py", "setup.py", "", Place(setup, at, at + 5), setup, plain)
    for entry in package.entry_points:
        if entry.kind == "hook" and entry.name != "setup.py" and entry.place is not None:
            yield Hook("backend" if entry.name == "build-backend" else "build-hook", entry.name, "", entry.place, entry.path)
        elif (
            entry.kind == "plugin"
            and entry.place is not None
            and entry.group in ("pytest11", "distutils.commands", "setuptools.finalize_distribution_options")
        ):
            yield Hook("plugin", entry.name, "", entry.place, entry.path)
