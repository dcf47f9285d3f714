from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


def test_a_truncated_file_is_a_warning(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    (found,) = audit({"lib/tool.so": make_elf(needed=("libc.so.6",))[:100]})
    assert (found.name, found.path) == ("unreadable-elf", "lib/tool.so")
    assert found.severity is Severity.WARNING


def test_whole_files_pass(names: Callable[..., list[str]], make_elf: Callable[..., bytes]) -> None:
    assert names({"lib/tool.so": make_elf(needed=("libc.so.6",))}) == []
