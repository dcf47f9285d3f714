from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.diagnostics import Diagnostic


def test_an_executable_stack_is_an_error(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    (found,) = audit({"lib/tool.so": make_elf(stack_flags=7)})
    assert (found.name, found.path) == ("executable-stack", "lib/tool.so")
    assert found.severity is Severity.ERROR


def test_other_stacks_pass(names: Callable[..., list[str]], make_elf: Callable[..., bytes]) -> None:
    assert names({"a.so": make_elf(), "b.so": make_elf(stack_flags=None)}) == []


@pytest.mark.integration
def test_what_the_linker_makes_of_execstack_is_reported(
    names: Callable[..., list[str]], require: Callable[[str], str], tmp_path: Path
) -> None:
    compiler = require("aarch64-linux-gnu-gcc")
    (tmp_path / "t.c").write_text("int f(void) { return 1; }")
    for flag in ("execstack", "noexecstack"):
        command = [compiler, "-shared", "-fPIC", "t.c", f"-Wl,-z,{flag}", "-o", flag]
        subprocess.run(command, cwd=tmp_path, check=True)
    assert names({"lib/t.so": (tmp_path / "execstack").read_bytes()}) == ["executable-stack"]
    assert names({"lib/t.so": (tmp_path / "noexecstack").read_bytes()}) == []
