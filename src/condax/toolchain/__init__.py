"""The compilers: zig's clang and lld behind the names and variables that conda recipes expect."""

from __future__ import annotations

from condax.toolchain.provide import Toolchain, ensure_toolchain, publish_toolchain

__all__ = ["Toolchain", "ensure_toolchain", "publish_toolchain"]
