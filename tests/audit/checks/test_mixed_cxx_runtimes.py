from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic

BOTH = {"providers": {"libc++.so.1": "libcxx", "libstdc++.so.6": "libstdcxx"}}
BOTH["providers"]["libc++abi.so.1"] = "libcxx"


def test_two_files_with_different_runtimes_are_an_error(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    files = {
        "lib/liba.so": make_elf(needed=("libc++.so.1", "libc++abi.so.1")),
        "lib/libb.so": make_elf(needed=("libstdc++.so.6",)),
    }
    (found,) = audit(files, context=BOTH)
    assert (found.name, found.severity) == ("mixed-cxx-runtimes", Severity.ERROR)
    assert found.message == "the file needs libstdc++, and libc++ is used, too"
    assert str(found.path) == "lib/libb.so"


def test_one_file_with_both_is_an_error(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {"bin/tool": make_elf(needed=("libc++.so.1", "libstdc++.so.6"))}
    assert names(files, context=BOTH) == ["mixed-cxx-runtimes"]


def test_one_runtime_in_many_files_is_fine(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    for runtime in ("libc++.so.1", "libstdc++.so.6"):
        files = {f"lib/lib{n}.so": make_elf(needed=(runtime,)) for n in "abc"}
        assert names(files, context=BOTH) == []


def test_a_library_of_a_dependency_with_another_runtime_is_a_warning(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    context = {
        "providers": {**BOTH["providers"], "libouter.so": "outer", "libz3.so": "z3"},
        "needed": {"libouter.so": ("libz3.so",), "libz3.so": ("libstdc++.so.6", "libouter.so")},
    }
    files = {"lib/liba.so": make_elf(needed=("libc++.so.1", "libouter.so"))}
    (found,) = audit(files, context=context)
    assert (found.name, found.severity) == ("mixed-cxx-runtimes", Severity.WARNING)
    assert found.message == "'libz3.so' of z3 needs libstdc++, and libc++ is used, too"
    assert str(found.path) == "lib/liba.so"


def test_two_dependencies_with_different_runtimes_are_a_warning(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    """C in between does not keep them apart."""
    providers = {"libone.so": "one", "libtwo.so": "two"}
    files = {"bin/tool": make_elf(needed=("libone.so", "libtwo.so"))}
    for other, expected in (("libc++.so.1", ["mixed-cxx-runtimes"]), ("libstdc++.so.6", [])):
        needed = {"libone.so": ("libstdc++.so.6",), "libtwo.so": (other,)}
        assert names(files, context={"providers": providers, "needed": needed}) == expected
