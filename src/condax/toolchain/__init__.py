"""The compilers: zig's clang and lld behind the names and variables that conda recipes expect."""

from __future__ import annotations

from condax.toolchain.configure.probe import run_probes
from condax.toolchain.env_formats import EnvFormat, render_environment
from condax.toolchain.environment import CompilerEnvironment, compiler_environment
from condax.toolchain.provide import (
    Toolchain,
    add_cxx,
    ensure_toolchain,
    publish_toolchain,
)

__all__ = [
    "CompilerEnvironment",
    "EnvFormat",
    "Toolchain",
    "add_cxx",
    "compiler_environment",
    "ensure_toolchain",
    "publish_toolchain",
    "render_environment",
    "run_probes",
]
