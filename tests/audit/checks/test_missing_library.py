from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


def test_a_library_that_nothing_brings_is_an_error(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    (found,) = audit({"bin/tool": make_elf(needed=("libz.so.1", "libc.so.6"))})
    assert (found.name, found.severity) == ("missing-library", Severity.ERROR)
    assert "'libz.so.1'" in found.message


def test_with_unknown_dependencies_it_is_a_warning(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    (found,) = audit({"bin/tool": make_elf(needed=("libz.so.1",))}, depends=("zlib",))
    assert (found.name, found.severity) == ("missing-library", Severity.WARNING)


def test_known_dependencies_bring_their_libraries(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {"bin/tool": make_elf(needed=("libz.so.1",))}
    known = {"providers": {"libz.so.1": "zlib"}}
    assert names(files, depends=("zlib",), context=known) == []


def test_known_dependencies_without_the_library_are_an_error(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    files = {"bin/tool": make_elf(needed=("libz.so.1",))}
    (found,) = audit(files, depends=("xz",), context={"providers": {"liblzma.so.5": "xz"}})
    assert (found.name, found.severity) == ("missing-library", Severity.ERROR)


def test_one_unknown_dependency_leaves_a_doubt_only_about_what_the_others_do_not_bring(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    files = {"bin/tool": make_elf(needed=("libz.so.1", "liba.so.1"))}
    known = {"providers": {"libz.so.1": "zlib"}, "unknown": frozenset({"other"})}
    (found,) = audit(files, depends=("zlib", "other"), context=known)
    assert found.severity == Severity.WARNING
    assert "'liba.so.1'" in found.message
    assert "the files of 'other' are not known" in found.message


def test_libraries_of_the_package_are_found_by_soname_and_by_link(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {
        "bin/tool": make_elf(needed=("liba.so.1", "libb.so.1")),
        "lib/liba.so.1": PurePosixPath("plain.so"),
        "lib/plain.so": make_elf(),
        "lib/other.so": make_elf(soname="libb.so.1"),
    }
    assert names(files) == []


def test_the_loader_is_a_system_library_of_its_platform_only(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {"bin/tool": make_elf(needed=("ld64.so.2",))}
    assert names(files) == ["missing-library"]


def test_the_cxx_runtime_is_no_system_library(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    assert names({"bin/tool": make_elf(needed=("libstdc++.so.6",))}) == ["missing-library"]
