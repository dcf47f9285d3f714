"""The zig wheel: where the binary and its `lib` folder are, and running the tools inside it.

`zig clang`, `zig ld.lld`, `zig ar` and `zig ranlib` are LLVM's own tools, linked into one binary;
`zig build-obj` is used once per target, for the compiler runtime.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.errors import ToolNotFoundError
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENVIRONMENT: Mapping[str, str] = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "0"}
"""What the tools see: nothing of the user's environment may change a toolchain package."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Zig:
    """One installed zig."""

    executable: Path
    lib: Path
    """Headers, runtime sources and glibc data, `lib/` of the wheel."""
    version: str
    clang_version: str
    """Version of the clang and lld inside, e.g. `22.1.8`."""

    def tool(self, name: str, arguments: Sequence[str], *, cwd: Path | None = None) -> str:
        """Run one of the tools in the binary to its end; returns what it printed."""
        return run([str(self.executable), name, *arguments], env=ENVIRONMENT, cwd=cwd).stdout


def find_zig() -> Zig:
    """The zig of the `ziglang` wheel beside condax; raises `ToolNotFoundError` without one."""
    spec = importlib.util.find_spec("ziglang")
    if spec is None or spec.origin is None:
        raise ToolNotFoundError(
            "the 'ziglang' package is not installed beside condax", hint="pip install ziglang"
        )
    root = Path(spec.origin).resolve().parent
    executable = root / "zig"
    banner = run([str(executable), "clang", "--version"], env=ENVIRONMENT).stdout
    return Zig(
        executable=executable,
        lib=root / "lib",
        version=importlib.metadata.version("ziglang"),
        clang_version=banner.split("clang version ", 1)[1].split()[0],
    )
