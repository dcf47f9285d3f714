from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


def test_text_relocations_are_a_warning(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    (found,) = audit({"lib/tool.so": make_elf(textrel=True)})
    assert (found.name, found.path) == ("text-relocation", "lib/tool.so")
    assert found.severity is Severity.WARNING


def test_files_without_them_pass(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    assert names({"lib/tool.so": make_elf()}) == []
