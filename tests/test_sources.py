"""Targets of every kind, honest and hostile, read into a SourceTree."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcp_sast.errors import TargetError
from mcp_sast.packages.package import find_packages
from mcp_sast.sources import limits
from mcp_sast.sources.target import open_source
from mcp_sast.sources.tree import SourceTree


def tarball(path: Path, *members: tuple[str, bytes] | tarfile.TarInfo, mode: str = "w:gz") -> str:
    with tarfile.open(path, mode, format=tarfile.PAX_FORMAT) as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                archive.addfile(info, io.BytesIO(member[1]))
    return str(path)


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return str(path)


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def contents(tree: SourceTree) -> dict[str, bytes]:
    return {file.path: file.data for file in tree.files}


def codes(tree: SourceTree) -> list[str]:
    return [diagnostic.code for diagnostic in tree.diagnostics]


# ------------------------------------------------------------------------------------------------------------ kinds of target


def test_npm_tarball_loses_its_root_folder(tmp_path: Path) -> None:
    tree = open_source(tarball(tmp_path / "a.tgz", ("package/package.json", b"{}"), ("package/dist/x.js", b"1")))
    assert contents(tree) == {"dist/x.js": b"1", "package.json": b"{}"}
    assert tree.archive and not tree.single_file and tree.diagnostics == ()


def test_root_folder_stays_without_a_manifest_in_it(tmp_path: Path) -> None:
    tree = open_source(tarball(tmp_path / "a.tgz", ("pkg/a.js", b"1"), ("pkg/b.js", b"2")))
    assert list(contents(tree)) == ["pkg/a.js", "pkg/b.js"]


def test_npm_takes_the_first_folder_of_every_path_away(tmp_path: Path) -> None:
    target = tarball(tmp_path / "a.tgz", ("package/package.json", b"{}"), ("other/index.js", b"1"))
    tree = open_source(target)
    assert list(contents(tree)) == ["index.js", "package.json"]
    assert codes(tree) == ["several-roots"] * 2


def test_sdist(tmp_path: Path) -> None:
    tree = open_source(tarball(tmp_path / "a-1.0.tar.gz", ("a-1.0/PKG-INFO", b"Name: a"), ("a-1.0/src/a/__init__.py", b"")))
    assert list(contents(tree)) == ["PKG-INFO", "src/a/__init__.py"]


def test_plain_tar_under_a_gzip_name(tmp_path: Path) -> None:
    tree = open_source(tarball(tmp_path / "a.tgz", ("x/a.js", b"1"), mode="w"))
    assert list(contents(tree)) == ["x/a.js"]


@pytest.mark.parametrize("name", ["a.tar.bz2", "a.tbz2", "a.tgz"])
def test_bzip2_is_told_by_its_bytes(tmp_path: Path, name: str) -> None:
    tree = open_source(tarball(tmp_path / name, ("package/package.json", b"{}"), ("package/i.js", b"1"), mode="w:bz2"))
    assert contents(tree) == {"package.json": b"{}", "i.js": b"1"}


def test_archives_in_archives_are_read_where_they_lie(tmp_path: Path) -> None:
    innermost = zipped(tmp_path / "deep.zip", ("run.js", b"3"))
    inner = tarball(tmp_path / "inner.tgz", ("package/package.json", b"{}"), ("package/deep.zip", Path(innermost).read_bytes()))
    folder = tmp_path / "server"
    folder.mkdir()
    (folder / "Inner.TGZ").write_bytes(Path(inner).read_bytes())
    (folder / "no.zip").write_bytes(b"no archive")
    tree = open_source(str(folder))
    paths = set(contents(tree))
    assert paths == {"Inner.TGZ", "Inner.TGZ/package.json", "Inner.TGZ/deep.zip", "Inner.TGZ/deep.zip/run.js", "no.zip"}
    assert codes(tree) == ["broken-archive"]


def test_nesting_ends(tmp_path: Path) -> None:
    data = b"x"
    name = "x.js"
    for depth in range(limits.MOST_NESTING + 3):
        data = Path(zipped(tmp_path / f"{depth}.zip", (name, data))).read_bytes()
        name = "in.zip"
    tree = open_source(str(tmp_path / f"{limits.MOST_NESTING + 2}.zip"))
    assert codes(tree) == ["limit-reached"]
    assert len(tree.files) == limits.MOST_NESTING + 1


@pytest.mark.parametrize("names", [("a/Index.js", "a/index.js"), ("caf\u00e9.js", "cafe\u0301.js")])
def test_names_that_are_one_file_elsewhere_are_all_read(tmp_path: Path, names: tuple[str, str]) -> None:
    tree = open_source(zipped(tmp_path / "a.zip", (names[0], b"1"), (names[1], b"2")))
    assert set(contents(tree)) == set(names)
    assert codes(tree) == ["colliding-paths"]


def test_wheel_is_taken_as_it_is(tmp_path: Path) -> None:
    tree = open_source(zipped(tmp_path / "a-1-py3-none-any.whl", ("a/setup.py", b"1"), ("a/__init__.py", b"2")))
    assert list(contents(tree)) == ["a/__init__.py", "a/setup.py"]


@pytest.mark.parametrize("name", ["a.zip", "a.mcpb", "a.dxt"])
def test_zip(tmp_path: Path, name: str) -> None:
    tree = open_source(zipped(tmp_path / name, ("repo-main/package.json", b"{}"), ("repo-main/i.js", b"1")))
    assert list(contents(tree)) == ["i.js", "package.json"]


def test_single_file(tmp_path: Path) -> None:
    (tmp_path / "server.py").write_bytes(b"x = 1")
    tree = open_source(str(tmp_path / "server.py"))
    assert tree.single_file and contents(tree) == {"server.py": b"x = 1"}


def test_long_names_and_pax_paths(tmp_path: Path) -> None:
    name = "package/" + "d" * 120 + "/" + "ü" * 60 + ".js"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT):
        path = tmp_path / f"{form}.tgz"
        with tarfile.open(path, "w:gz", format=form) as archive:
            info = tarfile.TarInfo(name if form != tarfile.USTAR_FORMAT else "package/" + "d" * 90 + "/" + "e" * 60 + ".js")
            info.size = 1
            archive.addfile(info, io.BytesIO(b"1"))
        assert [file.path for file in open_source(str(path)).files] == [info.name]


@pytest.mark.parametrize("name", ["missing.tgz", "missing", "npm:x@1.0.0", "pypi:x==1"])
def test_missing_targets(tmp_path: Path, name: str) -> None:
    with pytest.raises(TargetError, match=name.split(":")[0].split(".")[0]):
        open_source(name if ":" in name else str(tmp_path / name))


@pytest.mark.parametrize("name", ["a.tgz", "a.whl", "a.zip", "a.7z", "a.tar.xz"])
def test_files_that_are_no_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"hello, this is no archive" * 100)
    with pytest.raises(TargetError, match="archive"):
        open_source(str(tmp_path / name))


# --------------------------------------------------------------------------------------------------------------- directories


def test_directory_is_sorted_and_history_is_not_read(tmp_path: Path) -> None:
    for name in ("b.js", "a/z.py", ".git/config", "a.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert list(contents(open_source(str(tmp_path)))) == ["a.js", "a/z.py", "b.js"]


def _with_dependencies(tmp_path: Path) -> None:
    for name in ("src/i.js", "node_modules/x/i.js", "node_modules/y/i.js", "env/pyvenv.cfg", "env/lib/m.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")


def test_dependencies_are_left_out_of_a_package_with_one_note(tmp_path: Path) -> None:
    _with_dependencies(tmp_path)
    (tmp_path / "package.json").write_text("{}")
    tree = open_source(str(tmp_path))
    assert list(contents(tree)) == ["package.json", "src/i.js"]
    [note] = tree.diagnostics
    assert (note.code, note.level, note.incomplete) == ("dependencies-left-out", "note", False)
    assert note.message.startswith("4 files")


def test_a_folder_without_a_manifest_is_read_whole(tmp_path: Path) -> None:
    _with_dependencies(tmp_path)
    assert "node_modules/x/i.js" in contents(open_source(str(tmp_path)))


def test_links_of_a_directory(tmp_path: Path) -> None:
    inside, outside = tmp_path / "target", tmp_path / "outside.js"
    (inside / "lib").mkdir(parents=True)
    outside.write_text("secret")
    (inside / "lib/real.js").write_text("real")
    (inside / "index.js").symlink_to("lib/real.js")
    (inside / "out.js").symlink_to(outside)
    (inside / "parent").symlink_to(tmp_path)
    (inside / "again").symlink_to(inside / "lib")
    (inside / "gone.js").symlink_to("nowhere.js")
    tree = open_source(str(inside))
    assert contents(tree) == {"index.js": b"real", "lib/real.js": b"real"}
    assert sorted(codes(tree)) == ["link-left-out"] * 3 + ["unreadable-file"]


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.js")
    (tmp_path / "a.js").write_text("1")
    tree = open_source(str(tmp_path))
    assert list(contents(tree)) == ["a.js"] and codes(tree) == ["special-file"]
    os.mkfifo(tmp_path / "pipe.tgz")
    with pytest.raises(TargetError, match="not a regular file"):
        open_source(str(tmp_path / "pipe.tgz"))


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    (tmp_path / "a.js").chmod(0)
    assert codes(open_source(str(tmp_path))) == ["unreadable-file"]


def test_names_that_are_no_text(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.js")).write_text("1")
    [file] = open_source(str(tmp_path)).files
    assert file.path == "\\xff.js"


def test_too_large_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp_sast.sources.directory.MOST_BYTES_OF_A_FILE", 10)
    (tmp_path / "a.js").write_bytes(b"x" * 11)
    (tmp_path / "b.js").write_bytes(b"x" * 10)
    tree = open_source(str(tmp_path))
    assert list(contents(tree)) == ["b.js"] and codes(tree) == ["file-too-large"]
    assert tree.diagnostics[0].incomplete


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp_sast.sources.directory.MOST_FILES_OF_A_TARGET", 3)
    for number in range(5):
        (tmp_path / f"{number}.js").write_text("1")
    tree = open_source(str(tmp_path))
    assert len(tree.files) == 3 and codes(tree) == ["limit-reached"]


# ----------------------------------------------------------------------------------------------------------- hostile archives


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.js", "package/../../up.js", "C:/x.js", "..\\up.js", "package/.."])
def test_paths_that_lead_out(tmp_path: Path, name: str) -> None:
    for target in (
        tarball(tmp_path / "a.tgz", (name, b"1"), ("p/a.js", b"2")),
        zipped(tmp_path / "a.zip", (name, b"1"), ("p/a.js", b"2")),
    ):
        tree = open_source(target)
        assert list(contents(tree)) == ["p/a.js"] and codes(tree) == ["unsafe-path"]


def test_links_and_devices_of_a_tarball(tmp_path: Path) -> None:
    device = tarfile.TarInfo("p/dev")
    device.type = tarfile.CHRTYPE
    pipe = tarfile.TarInfo("p/pipe")
    pipe.type = tarfile.FIFOTYPE
    members = (
        ("p/package.json", b"{}"), ("p/lib/real.js", b"real"), device, pipe,
        link("p/in.js", "lib/real.js"), link("p/hard.js", "p/lib/real.js", tarfile.LNKTYPE), link("p/out.js", "../../etc/passwd"),
        link("p/abs.js", "/etc/passwd"), link("p/loop.js", "loop2.js"), link("p/loop2.js", "loop.js"),
    )  # fmt: skip
    tree = open_source(tarball(tmp_path / "a.tgz", *members))
    assert contents(tree) == {"hard.js": b"real", "in.js": b"real", "lib/real.js": b"real", "package.json": b"{}"}
    assert sorted(codes(tree)) == ["link-left-out"] * 4 + ["special-file"] * 2


def test_zip_link_that_is_code_is_read(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("a/x.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    tree = open_source(zipped(tmp_path / "a.whl", (info, b"import os\n")))
    assert contents(tree) == {"a/x.py": b"import os\n"} and codes(tree) == ["link-left-out"]


def test_the_last_of_equal_names_is_what_installers_keep(tmp_path: Path) -> None:
    with pytest.warns(UserWarning):
        target = zipped(tmp_path / "a.zip", ("a.js", b"1"), ("./a.js", b"2"), ("a.js", b"3"))
    for tree in (open_source(target), open_source(tarball(tmp_path / "a.tgz", ("a.js", b"1"), ("./a.js", b"2"), ("a.js", b"3")))):
        assert contents(tree) == {"a.js": b"3"}
        assert codes(tree) == ["duplicate-path"] * 2


def test_a_bomb_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ALWAYS_UNPACKED", 1_000_000)
    zeros = b"\x00" * 900_000
    for target in (
        tarball(tmp_path / "a.tgz", ("p/a.js", b"1"), *((f"p/{number}.bin", zeros) for number in range(4))),
        zipped(tmp_path / "a.zip", ("p/a.js", b"1"), *((f"p/{number}.bin", zeros) for number in range(4))),
    ):
        tree = open_source(target)
        assert contents(tree)["p/a.js"] == b"1"
        assert sum(len(file.data) for file in tree.files) <= 1_000_002
        assert {"limit-reached", "file-too-large"} & set(codes(tree)) and any(item.incomplete for item in tree.diagnostics)


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp_sast.sources.tar_archive.MOST_FILES_OF_A_TARGET", 2)
    monkeypatch.setattr("mcp_sast.sources.zip_archive.MOST_FILES_OF_A_TARGET", 2)
    members = [(f"p/{number}.js", b"1") for number in range(4)]
    for tree in (open_source(tarball(tmp_path / "a.tgz", *members)), open_source(zipped(tmp_path / "a.zip", *members))):
        assert len(tree.files) == 2 and codes(tree) == ["limit-reached"]


def test_complaints_are_counted_not_listed_without_end(tmp_path: Path) -> None:
    tree = open_source(tarball(tmp_path / "a.tgz", *((f"../{number}.js", b"") for number in range(500))))
    assert len(tree.diagnostics) == limits.MOST_COMPLAINTS_OF_A_KIND + 1
    assert "480 more" in tree.diagnostics[-1].message


def test_encrypted_member(tmp_path: Path) -> None:
    data = bytearray(Path(zipped(tmp_path / "a.zip", ("p/a.js", b"1" * 50), ("p/b.js", b"2"))).read_bytes())
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    tree = open_source(str(tmp_path / "a.zip"))
    assert list(contents(tree)) == ["p/b.js"] and codes(tree) == ["encrypted-member"]


def test_damaged_member(tmp_path: Path) -> None:
    data = bytearray(Path(zipped(tmp_path / "a.zip", ("p/a.js", bytes(range(200))), ("p/b.js", b"2"))).read_bytes())
    data[60] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    tree = open_source(str(tmp_path / "a.zip"))
    assert list(contents(tree)) == ["p/b.js"] and codes(tree) == ["truncated-archive"]


def test_truncated_tarball_gives_what_precedes_the_break(tmp_path: Path) -> None:
    path = Path(tarball(tmp_path / "a.tgz", ("p/a.js", b"first"), ("p/b.js", os.urandom(50_000))))
    path.write_bytes(path.read_bytes()[:-20_000])
    tree = open_source(str(path))
    assert contents(tree) == {"p/a.js": b"first"} and set(codes(tree)) == {"truncated-archive"}
    assert all(item.incomplete for item in tree.diagnostics)


def test_what_lies_behind_the_end_mark_is_read(tmp_path: Path) -> None:
    first, second = tmp_path / "1.tar", tmp_path / "2.tar"
    tarball(first, ("p/a.js", b"1"), mode="w")
    tarball(second, ("p/b.js", b"2"), mode="w")
    (tmp_path / "a.tar").write_bytes(first.read_bytes() + second.read_bytes())
    assert list(contents(open_source(str(tmp_path / "a.tar")))) == ["p/a.js", "p/b.js"]


@pytest.mark.parametrize("size", [b"\xff" * 12, b"-0000000001\x00", b"99999999999\x00", b"\x80" + b"\xff" * 11])
def test_lying_sizes_end(tmp_path: Path, size: bytes) -> None:
    data = bytearray(Path(tarball(tmp_path / "a.tar", ("p/a.js", b"1"), ("p/b.js", b"2"), mode="w")).read_bytes())
    at = data.index(b"p/b.js")
    data[at + 124 : at + 136] = size
    data[at + 148 : at + 156] = b"%06o\x00 " % (sum(data[at : at + 148]) + 8 * 32 + sum(data[at + 156 : at + 512]))
    (tmp_path / "a.tar").write_bytes(data)
    tree = open_source(str(tmp_path / "a.tar"))
    assert list(contents(tree)) == ["p/a.js"] and codes(tree)


def test_nothing_is_written(tmp_path: Path) -> None:
    target = tarball(tmp_path / "a.tgz", ("../evil.js", b"1"), ("package/package.json", b"{}"), link("package/l", "/"))
    before = sorted(tmp_path.iterdir())
    open_source(target)
    assert sorted(tmp_path.iterdir()) == before and not (tmp_path.parent / "evil.js").exists()


# ---------------------------------------------------------------------------------------------------------------- any bytes

_PIECES = st.sampled_from(
    [b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"ustar\x00", b"\x00" * 512, b"package.json"]
)


def _archives() -> st.SearchStrategy[bytes]:
    """Random bytes, and real archives with bytes changed."""
    folder = Path(tempfile.mkdtemp())
    real = [
        Path(tarball(folder / "a.tgz", ("package/package.json", b'{"name":"a"}'), link("package/l", "package.json"))).read_bytes(),
        Path(tarball(folder / "a.tar", ("p/" + "ü" * 200, b"1"), ("p/setup.py", b"setup()"), mode="w")).read_bytes(),
        Path(zipped(folder / "a.zip", ("a-1.dist-info/METADATA", b"Name: a\n\n# a"), ("a/__init__.py", b"1"))).read_bytes(),
    ]

    def changed(base: bytes, edits: list[tuple[int, int]], cut: int) -> bytes:
        data = bytearray(base)
        for at, value in edits:
            data[at % len(data)] = value
        return bytes(data[: max(1, len(data) - cut % len(data))])

    edits = st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), max_size=8)
    mutated = st.builds(changed, st.sampled_from(real), edits, st.one_of(st.just(0), st.integers(0, 20_000)))
    return st.one_of(
        st.binary(max_size=2000), st.lists(st.one_of(_PIECES, st.binary(max_size=40)), max_size=20).map(b"".join), mutated
    )


@settings(max_examples=200, deadline=None)
@given(data=_archives(), name=st.sampled_from(["a.tgz", "a.tar", "a.tar.bz2", "a.zip", "a.mcpb", "a.whl", "a.py"]))
def test_no_bytes_crash(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        try:
            tree = open_source(str(path))
        except TargetError:
            return
    paths = [file.path for file in tree.files]
    assert paths == sorted(set(paths)) and not any(".." in path.split("/") or path.startswith("/") for path in paths)
    find_packages(tree)


@given(data=_archives(), name=st.sampled_from(["in.tgz", "in.tar.bz2", "in.zip"]))
def test_no_nested_bytes_crash(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tree = open_source(zipped(Path(folder, "a.zip"), (name, data), ("index.js", b"1")))
    assert {name, "index.js"} <= set(contents(tree))
    assert all(file.path in (name, "index.js") or file.path.startswith(name + "/") for file in tree.files)
