from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
import zstandard

from condax.errors import VerificationError
from condax.system.archives import can_extract, extract

if TYPE_CHECKING:
    from pathlib import Path

WHEN = 1_000_000_000


def member(name: str, **fields: object) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.mtime, info.mode = WHEN, 0o644
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def make_tar(path: Path, *members: tarfile.TarInfo, mode: str = "w:gz") -> Path:
    """Every regular member contains its own name."""
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for info in members:
            content = info.name.encode() if info.isreg() else b""
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def make_zip(path: Path, names: dict[str, int]) -> Path:
    """Members with their Unix modes; a link's content is where it leads."""
    with zipfile.ZipFile(path, "w") as opened:
        for name, mode in names.items():
            info = zipfile.ZipInfo(name, (2001, 9, 9, 1, 46, 40))
            info.create_system, info.external_attr = 3, mode << 16
            opened.writestr(info, "../outside" if stat.S_ISLNK(mode) else name)
    return path


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    return member(name, type=kind, linkname=target)


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tar.bz2", "w:bz2"), ("a.tar.xz", "w:xz")],
)
def test_tars_are_unpacked_without_their_top_folder(tmp_path: Path, name: str, mode: str) -> None:
    archive = make_tar(tmp_path / name, member("a-1/x"), member("a-1/b/y"), mode=mode)
    assert extract(archive, tmp_path / "out") == "a-1"
    assert (tmp_path / "out/x").read_text() == "a-1/x"
    assert (tmp_path / "out/b/y").read_text() == "a-1/b/y"


def test_a_tar_zst_is_unpacked(tmp_path: Path) -> None:
    plain = make_tar(tmp_path / "a.tar", member("a-1/x"), mode="w")
    archive = tmp_path / "a.tar.zst"
    archive.write_bytes(zstandard.compress(plain.read_bytes()))
    extract(archive, tmp_path / "out")
    assert (tmp_path / "out/x").read_text() == "a-1/x"


def test_several_top_entries_are_all_kept(tmp_path: Path) -> None:
    archive = make_tar(tmp_path / "a.tar.gz", member("x"), member("b/y"))
    assert extract(archive, tmp_path / "out") == ""
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["b", "x"]


def test_times_and_the_executable_bit_are_kept_owners_and_setuid_are_not(tmp_path: Path) -> None:
    archive = make_tar(
        tmp_path / "a.tar.gz", member("a/run", mode=0o4555, uid=12345), member("a/x")
    )
    extract(archive, tmp_path / "out")
    found = (tmp_path / "out/run").stat()
    assert found.st_mtime == WHEN
    assert stat.S_IMODE(found.st_mode) == 0o755
    assert found.st_uid == os.geteuid()


def test_harmless_links_are_kept(tmp_path: Path) -> None:
    archive = make_tar(
        tmp_path / "a.tar.gz",
        member("a/b/x"),
        link("a/up", "b/x"),
        link("a/b/down", "../b/x"),
        link("a/hard", "a/b/x", tarfile.LNKTYPE),
    )
    extract(archive, tmp_path / "out")
    assert {(tmp_path / "out" / n).read_text() for n in ("up", "b/down", "hard")} == {"a/b/x"}


@pytest.mark.parametrize(
    ("members", "culprit", "reason"),
    [
        ([member("../evil")], "../evil", "climbs out"),
        ([member("a/../../evil")], "a/../../evil", "climbs out"),
        ([member("/tmp/evil")], "/tmp/evil", "absolute path"),
        ([link("l", "/tmp")], "l", "leads out"),
        ([link("a/l", "../../x")], "a/l", "leads out"),
        ([member("d/x"), link("l", "d"), member("l/evil")], "l/evil", "through a symbolic link"),
        ([member("x"), link("l", "x"), member("l")], "l", "through a symbolic link"),
        ([link("h", "../evil", tarfile.LNKTYPE)], "h", "climbs out"),
        ([link("h", "/etc/passwd", tarfile.LNKTYPE)], "h", "absolute path"),
        ([link("l", "."), link("m", "l/l/..")], "m", "leads out through other links"),
        ([member("pipe", type=tarfile.FIFOTYPE)], "pipe", "device or a pipe"),
        ([member("disk", type=tarfile.BLKTYPE)], "disk", "device or a pipe"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_leads_out_of_a_tar_is_refused_and_nothing_is_left(
    tmp_path: Path, members: list[tarfile.TarInfo], culprit: str, reason: str
) -> None:
    folder = tmp_path / "folder"
    archive = make_tar(tmp_path / "a.tar.gz", member("ok"), *members)
    with pytest.raises(VerificationError, match=reason) as caught:
        extract(archive, folder / "out")
    assert culprit in str(caught.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tar.gz", "folder"]
    assert list(folder.iterdir()) == []


def test_a_zip_is_unpacked_with_modes_and_times(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", {"a/run": 0o100755, "a/x": 0o100644, "a/d/": 0o040755})
    extract(archive, tmp_path / "out")
    assert (tmp_path / "out/x").read_text() == "a/x"
    assert os.access(tmp_path / "out/run", os.X_OK)
    assert not os.access(tmp_path / "out/x", os.X_OK)
    assert (tmp_path / "out/d").is_dir()
    assert abs((tmp_path / "out/x").stat().st_mtime - WHEN) < 15 * 60 * 60  # zips have no zone


@pytest.mark.parametrize(
    ("names", "culprit"),
    [
        ({"../evil": 0o100644}, "../evil"),
        ({"/tmp/evil": 0o100644}, "/tmp/evil"),
        ({"l": 0o120777}, "l"),
        ({"a/l": 0o120777, "a/l/x": 0o100644}, "a/l/x"),
    ],
    ids=["climbs", "absolute", "link", "through-link"],
)
def test_what_leads_out_of_a_zip_is_refused(
    tmp_path: Path, names: dict[str, int], culprit: str
) -> None:
    folder = tmp_path / "folder"
    with pytest.raises(VerificationError, match="is refused") as caught:
        extract(make_zip(tmp_path / "a.zip", names), folder / "out")
    assert repr(culprit) in str(caught.value)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["a.tar.gz", "a.tar.bz2", "a.tar.xz", "a.tar.zst", "a.zip"])
def test_what_is_no_archive_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"<html>not found</html>" * 100)
    with pytest.raises(VerificationError, match="cannot be unpacked"):
        extract(tmp_path / name, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("mode", ["w:gz", "w:xz", "w:bz2"])
def test_a_truncated_archive_is_refused(tmp_path: Path, mode: str) -> None:
    archive = make_tar(
        tmp_path / f"a.tar.{mode[2:]}", *(member(f"a/{os.urandom(40).hex()}") for _ in range(300)),
        mode=mode,
    )  # fmt: skip
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    with pytest.raises(VerificationError, match="cannot be unpacked"):
        extract(archive, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_kind_of_an_archive_is_told_by_its_name() -> None:
    assert can_extract("a.tar.gz")
    assert can_extract("a.zip")
    assert not can_extract("a.patch")
    assert not can_extract("a.7z")
