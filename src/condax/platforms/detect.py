"""The only module that asks where it is running."""

from __future__ import annotations

import sys

from condax.errors import UnsupportedPlatformError
from condax.platforms.model import Os, Platform
from condax.platforms.table import TABLE

_OS_OF_SYS_PLATFORM = {"linux": Os.LINUX, "darwin": Os.MACOS, "win32": Os.WINDOWS}


def current_platform() -> Platform:
    """The row of the machine this process runs on."""
    import platform

    return platform_of_machine(sys.platform, platform.machine())


def platform_of_machine(sys_platform: str, machine: str) -> Platform:
    """The row for a `sys.platform` and a `uname -m`; raises `UnsupportedPlatformError`."""
    for row in TABLE:
        if _OS_OF_SYS_PLATFORM.get(sys_platform) is row.os and row.kernel_arch == machine:
            return row
    raise UnsupportedPlatformError(
        f"condax does not know machines of kind '{sys_platform} {machine}'",
        hint="run condax on an x86-64 Linux machine",
    )
