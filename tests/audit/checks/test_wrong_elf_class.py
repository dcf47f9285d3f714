from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


def test_a_32_bit_file_for_the_right_processor_is_reported(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    (found,) = audit({"lib/tool.so": make_elf(bits=32)})
    assert (found.name, found.path) == ("wrong-elf-class", "lib/tool.so")
    assert found.message == "the file is 32-bit, linux-aarch64 needs 64-bit"


def test_64_bit_files_pass(names: Callable[..., list[str]], make_elf: Callable[..., bytes]) -> None:
    assert names({"lib/tool.so": make_elf()}) == []


def test_a_32_bit_file_for_another_processor_is_that_only(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {"lib/tool.so": make_elf(machine=3, bits=32)}
    assert names(files, subdir="linux-64") == ["wrong-elf-machine"]
