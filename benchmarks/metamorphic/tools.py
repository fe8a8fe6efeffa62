"""The build tools and libraries of one version each, in a cache, and builds made with them.

In: jobs: a build's name and the folder of a copied case. Out: the folder holds what the tool made; or why not. Tools and libraries are
installed by name and version, without their install scripts; nothing of a case is ever installed or run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".cache" / "metamorphic"
TOOLS = (
    "typescript@5.9.3", "esbuild@0.25.10", "rollup@4.52.0", "webpack@5.101.3", "terser@5.44.0", "@swc/core@1.13.5",
    "@rollup/plugin-commonjs@29.0.3", "@rollup/plugin-node-resolve@16.0.3", "@rollup/plugin-json@6.1.0",
)  # fmt: skip
LIBRARIES = ("@modelcontextprotocol/sdk@1.20.2", "zod@3.25.76", "axios@1.12.2", "nodemailer@7.0.10")
MINIFIER = "python-minifier==3.4.0"
SINGLE_FILES = ("tsc-es2022", "tsc-es2015", "tsc-es5", "swc-es2015", "swc-es5", "terser")
BUNDLES = ("esbuild-esm", "esbuild-cjs", "esbuild-minified", "rollup", "webpack", "webpack-minified")
INLINED = ("esbuild-inlined", "esbuild-inlined-minified", "rollup-inlined", "webpack-inlined")
JAVASCRIPT = (*SINGLE_FILES, *BUNDLES, *INLINED)
PYTHON = ("python-minifier",)
_PATIENCE = 300


class ToolsError(Exception):
    """The tools can't be had here."""


@dataclass(frozen=True, slots=True)
class Job:
    """One case, copied to `folder`, and what is to be made of it; `entries`: paths of its entry points within the folder."""

    build: str
    folder: Path
    entries: tuple[str, ...]


def installed(cache: Path = CACHE) -> Path:
    """The cache, filled. Raises ToolsError."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise ToolsError("node and npm are not installed")
    _npm(cache / "tools", TOOLS)
    _npm(cache / "libraries", LIBRARIES)
    _pip(cache / "python")
    return cache


def _npm(folder: Path, names: tuple[str, ...]) -> None:
    wanted = json.dumps(names)
    stamp = folder / "installed.json"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    partial = folder.with_name(f"{folder.name}-{os.getpid()}")
    partial.mkdir(parents=True)
    (partial / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    _run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", *names], partial)
    (partial / "installed.json").write_text(wanted, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        partial.rename(folder)
    except OSError:  # another process was first
        shutil.rmtree(partial, ignore_errors=True)


def _pip(folder: Path) -> None:
    if not (folder / "python_minifier").is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
        _run([*command, "--target", str(folder), MINIFIER], folder.parent)


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolsError(f"{command[0]} failed: {error}") from error
    if done.returncode:
        raise ToolsError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-400:]}")


def build(jobs: list[Job], cache: Path) -> list[str]:
    """Make all builds; for each job "", or why there is none."""
    if not jobs:
        return []
    if jobs[0].build in PYTHON:
        return [_minified(job, cache) for job in jobs]
    rows = [{"build": job.build, "folder": str(job.folder), "entries": job.entries} for job in jobs]
    order = {"tools": str(cache / "tools"), "libraries": str(cache / "libraries"), "jobs": rows}
    done = subprocess.run(["node", str(HERE / "build.cjs")], input=json.dumps(order), capture_output=True, text=True, check=False)
    said = [json.loads(line)["error"] for line in done.stdout.splitlines() if line.startswith("{")]
    ended = f"the tool's process ended: {done.stderr.strip()[-200:]}"
    return said + [ended] * (len(jobs) - len(said))


def _minified(job: Job, cache: Path) -> str:
    """All Python files of a case through python-minifier; names that other modules import stay."""
    for path in sorted(job.folder.rglob("*.py")):
        command = [sys.executable, "-m", "python_minifier", "--remove-literal-statements", str(path), "--in-place"]
        environment = {**os.environ, "PYTHONPATH": str(cache / "python")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"{path.name}: {done.stderr.strip()[-200:]}"
    return ""
