"""Why the tests of a package do not run on this machine."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from condax.build.options import RunTests
from condax.build.report import PackageTests
from condax.platforms import NOARCH
from condax.toolchain.glibc_abi import Version

if TYPE_CHECKING:
    from condax.build.model import Job
    from condax.emulation import Emulation

SKIPPED = "skipped"


def unwanted_tests(job: Job, asked: RunTests, untestable: str) -> PackageTests | None:
    """What the report says of tests that nobody asks for, or that cannot be run yet."""
    if asked is RunTests.SKIP:
        return PackageTests(verdict=SKIPPED, reason="switched off")
    if untestable:
        return PackageTests(verdict=SKIPPED, reason=untestable)
    platforms = job.platforms
    is_foreign = platforms.is_cross and platforms.target is not NOARCH
    if asked is RunTests.NATIVE and is_foreign:
        reason = f"they are for {platforms.host}"
        return PackageTests(verdict=SKIPPED, reason=reason, hint="--test emulate")
    return None


def too_new_tests(libc_floor: str | None, emulation: Emulation) -> PackageTests | None:
    """The same of tests that may need a newer glibc than the machine has for them."""
    libc = emulation.libc.version if emulation.libc else platform.libc_ver()[1]
    if not emulation.is_available or not is_newer(libc_floor, libc):
        return None
    return PackageTests(
        verdict=SKIPPED,
        reason=f"they need glibc {libc_floor}, and the tests' is {libc}",
        hint="--glibc, or a newer libc of the platform for QEMU",
    )


def is_newer(floor: str | None, libc: str | None) -> bool:
    """Whether programs for the glibc `floor` may not start with `libc`, as far as is known."""
    if not floor or not libc or not floor.replace(".", "").isdigit():
        return False
    return Version.parse(floor) > Version.parse(libc)
