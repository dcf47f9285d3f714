"""Which C++ runtime each target gets: condax's own libc++, or the libstdc++ of a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.build.options import CxxRuntime
from condax.errors import UsageError
from condax.toolchain.packages import GnuRuntime

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.build.channels import Offers
    from condax.build.options import BuildOptions
    from condax.platforms import Platform


def gnu_runtimes(options: BuildOptions, offers: Offers) -> Mapping[str, GnuRuntime]:
    """Subdirs of the targets that are built with libstdc++, and with which one.

    Raises `UsageError` when libstdc++ is asked for and no channel has it.
    """
    if options.cxx_runtime is CxxRuntime.LIBCXX or not options.channels:
        found = {}
    else:
        found = {t.subdir: each for t in options.targets if (each := _runtime(t, options, offers))}
    lacking = [target.subdir for target in options.targets if target.subdir not in found]
    if options.cxx_runtime is CxxRuntime.LIBSTDCXX and lacking:
        raise UsageError(
            f"no channel has 'libstdcxx-devel_{lacking[0]}'",
            hint="name one that has: -c conda-forge",
        )
    return found


def _runtime(target: Platform, options: BuildOptions, offers: Offers) -> GnuRuntime | None:
    """The newest gcc for which all packages are there, with the oldest glibc that will do."""
    names = (f"libstdcxx-devel_{target.subdir}", f"libgcc-devel_{target.subdir}")
    if offers.missing(names, options.build_platform):
        return None
    compilers, other = (offers.versions(name, options.build_platform) for name in names)
    compilers = tuple(version for version in compilers if version in other)
    sysroots = offers.versions(f"sysroot_{target.subdir}", options.build_platform)
    if not compilers or not sysroots:
        return None
    return GnuRuntime(gcc=compilers[-1], glibc=_sysroot(sysroots, options.glibc or target.min_libc))


def _sysroot(versions: Sequence[str], floor: str | None) -> str:
    """The oldest that is not older than the floor, else the newest there is."""
    wanted = _numbers(floor or "0")
    return next((each for each in versions if _numbers(each) >= wanted), versions[-1])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
