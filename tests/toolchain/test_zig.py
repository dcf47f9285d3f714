from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.errors import ToolFailedError
from condax.toolchain.zig import find_zig

if TYPE_CHECKING:
    from pathlib import Path

    from condax.toolchain.zig import Zig

pytestmark = pytest.mark.integration


def test_the_wheel_beside_condax_is_found(zig: Zig) -> None:
    assert zig.executable.is_file()
    assert (zig.lib / "libc" / "glibc" / "abilists").is_file()
    assert zig.version.startswith("0.17.")
    assert f"clang version {zig.clang_version}" in zig.tool("clang", ["--version"])


@pytest.mark.parametrize(
    ("tool", "says"), [("ld.lld", "compatible with GNU linkers"), ("ar", "LLVM version")]
)
def test_the_binary_holds_llvms_tools(tool: str, says: str, zig: Zig) -> None:
    assert says in zig.tool(tool, ["--version"])


def test_a_failing_tool_is_reported_with_its_last_lines(zig: Zig, tmp_path: Path) -> None:
    (tmp_path / "bad.c").write_text("int f(void) { return nonsense; }\n")
    with pytest.raises(ToolFailedError) as failure:
        zig.tool("clang", ["-c", "bad.c"], cwd=tmp_path)
    assert failure.value.argv == (str(zig.executable), "clang", "-c", "bad.c")
    assert any("undeclared identifier 'nonsense'" in line for line in failure.value.tail)


def test_finding_twice_gives_the_same() -> None:
    assert find_zig() == find_zig()
