from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

import pytest
from rattler_build import ArchiveType

from condax.audit.unpack import unpack
from condax.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def member(name: str, content: bytes = b"", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, content


def symlink(name: str, target: str) -> tuple[tarfile.TarInfo, bytes]:
    return member(name, type=tarfile.SYMTYPE, linkname=target)


def hard_link(name: str, target: str) -> tuple[tarfile.TarInfo, bytes]:
    return member(name, type=tarfile.LNKTYPE, linkname=target)


@pytest.mark.parametrize("archive_type", [ArchiveType.Conda, ArchiveType.TarBz2], ids=str)
def test_both_archive_formats_are_read(
    archive_type: ArchiveType, make_package: Callable[..., Path]
) -> None:
    members = unpack(make_package({"lib/a.txt": "first"}, archive_type=archive_type))
    assert [*members] == ["info/index.json", "info/paths.json", "lib/a.txt", "share/tool/readme"]
    assert bytes(members["lib/a.txt"].content) == b"first"


@pytest.mark.parametrize(
    "members",
    [
        [member("../evil", b"x")],
        [member("/etc/evil", b"x")],
        [member("lib/../../evil", b"x")],
        [symlink("lib", "/tmp"), member("lib/evil", b"x")],
        [symlink("lib", "share"), member("lib/sub/evil", b"x")],
        [symlink("evil", "/tmp/evil"), member("evil", b"x")],
        [hard_link("evil", "../../etc/passwd")],
        [hard_link("evil", "/etc/passwd")],
    ],
    ids=[
        "parent",
        "absolute",
        "parent-inside",
        "below-link",
        "deep-below-link",
        "through-link",
        "hard-link-out",
        "absolute-hard-link",
    ],
)
def test_an_archive_that_tries_to_escape_is_refused(
    members: list[tuple[tarfile.TarInfo, bytes]],
    write_archive: Callable[..., Path],
    tmp_path: Path,
) -> None:
    path = write_archive(*members)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(VerificationError, match="is not a usable conda package") as caught:
        unpack(path)
    assert caught.value.where == str(path)
    assert sorted(tmp_path.rglob("*")) == before


def test_hard_links_have_the_content_of_their_target(write_archive: Callable[..., Path]) -> None:
    members = unpack(write_archive(member("lib/a", b"text"), hard_link("lib/b", "lib/a")))
    assert bytes(members["lib/b"].content) == b"text"


def test_names_are_normalised(write_archive: Callable[..., Path]) -> None:
    assert "lib/a" in unpack(write_archive(member("./lib//a", b"x")))


def test_folders_and_devices_are_left_out(write_archive: Callable[..., Path]) -> None:
    fifo = member("fifo", type=tarfile.FIFOTYPE)
    folder = member("folder", type=tarfile.DIRTYPE)
    assert [*unpack(write_archive(fifo, folder))] == ["info/index.json"]


@pytest.mark.parametrize("name", ["tool-1-0.conda", "tool-1-0.tar.bz2", "tool.zip"])
def test_junk_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"junk")
    with pytest.raises(VerificationError, match="is not a usable conda package"):
        unpack(path)


def test_a_truncated_package_is_refused(make_package: Callable[..., Path]) -> None:
    path = make_package({"lib/a.txt": "first"})
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(VerificationError):
        unpack(path)


def test_a_missing_file_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no artifact"):
        unpack(tmp_path / "nothing.conda")


def test_unpacking_works_inside_an_event_loop(make_package: Callable[..., Path]) -> None:
    import asyncio

    path = make_package({"lib/a.txt": "first"})

    async def inside() -> bool:
        return "lib/a.txt" in unpack(path)

    assert asyncio.run(inside())
