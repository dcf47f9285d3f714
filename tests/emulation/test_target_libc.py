"""Real C libraries of other platforms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.emulation.magic import binary_magic
from condax.emulation.target_libc import find_target_libc, libc_candidates
from condax.platforms import Platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable

BANNER = b"GNU C Library (GNU libc) stable release version 2.31, by Roland McGrath et al."


def elf(platform: Platform, text: bytes = b"") -> bytes:
    magic = binary_magic(platform)
    assert magic is not None
    return magic.magic + text


def install(root: Path, platform: Platform, *, library: str) -> None:
    assert platform.elf_interpreter is not None
    loader = root / platform.elf_interpreter.lstrip("/")
    for path, content in {loader: elf(platform), root / library: elf(platform, BANNER)}.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.mark.parametrize(
    "library",
    ["lib/libc.so.6", "lib64/libc.so.6", "usr/lib/libc.so.6", "lib/aarch64-linux-gnu/libc.so.6"],
)
def test_loader_and_library_make_a_libc(tmp_path: Path, aarch64: Platform, library: str) -> None:
    install(tmp_path, aarch64, library=library)
    found = find_target_libc(aarch64, [tmp_path])
    assert found is not None
    assert (found.prefix, found.library, found.version) == (tmp_path, tmp_path / library, "2.31")


def test_stub_libraries_without_a_loader_are_passed_over(tmp_path: Path, aarch64: Platform) -> None:
    stubs, real = tmp_path / "stubs", tmp_path / "real"
    install(real, aarch64, library="lib64/libc.so.6")
    (stubs / "lib64").mkdir(parents=True)
    (stubs / "lib64/libc.so.6").write_bytes(elf(aarch64))
    found = find_target_libc(aarch64, [stubs, real])
    assert found is not None
    assert found.prefix == real


def test_a_libc_of_another_machine_is_passed_over(tmp_path: Path, aarch64: Platform) -> None:
    install(tmp_path, aarch64, library="lib/libc.so.6")
    (tmp_path / "lib/libc.so.6").write_bytes(elf(get_platform("linux-ppc64le"), BANNER))
    assert find_target_libc(aarch64, [tmp_path]) is None


def test_a_library_without_banner_has_no_version(tmp_path: Path, aarch64: Platform) -> None:
    install(tmp_path, aarch64, library="lib/libc.so.6")
    (tmp_path / "lib/libc.so.6").write_bytes(elf(aarch64))
    found = find_target_libc(aarch64, [tmp_path])
    assert found is not None
    assert found.version is None


def test_platforms_without_elf_have_no_libc_to_find(tmp_path: Path) -> None:
    assert find_target_libc(get_platform("win-64"), [tmp_path]) is None


def test_the_users_folder_comes_first_and_the_distributions_last(aarch64: Platform) -> None:
    assert libc_candidates(aarch64, [Path("/env")], "/mine") == (
        Path("/mine"),
        Path("/env"),
        Path("/env/aarch64-conda-linux-gnu/sysroot"),
        Path("/usr/aarch64-linux-gnu"),
        Path("/"),
    )


@pytest.mark.integration
def test_debians_cross_libc_is_found(target: Platform, require: Callable[[str], str]) -> None:
    require(f"{target.debian_triplet}-gcc")
    found = find_target_libc(target, libc_candidates(target, [], None))
    assert found is not None
    assert found.prefix == Path(f"/usr/{target.debian_triplet}")
    assert found.version is not None
    assert found.version.startswith("2.")
