from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


def test_another_interpreter_is_reported(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    (found,) = audit({"bin/tool": make_elf(type=2, interp="/lib/ld-musl-aarch64.so.1")})
    assert (found.name, found.path) == ("wrong-elf-interpreter", "bin/tool")
    assert found.message == (
        "the program starts through '/lib/ld-musl-aarch64.so.1', "
        "linux-aarch64 has '/lib/ld-linux-aarch64.so.1'"
    )


@pytest.mark.parametrize("interp", ["/lib/ld-linux-aarch64.so.1", None], ids=["own", "static"])
def test_the_platforms_interpreter_and_none_pass(
    interp: str | None, names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    assert names({"bin/tool": make_elf(type=2, interp=interp)}) == []
