"""A channel with the toolchain in it: made once per zig, target and glibc floor, then reused."""

from __future__ import annotations

import functools
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from condax.channel.archive import LINK
from condax.channel.index import index_channel, is_indexed
from condax.errors import UnsupportedPlatformError, UsageError
from condax.platforms import NOARCH, current_platform, platform_names
from condax.python import cross
from condax.system.files import refusals
from condax.toolchain import cxx_packages, gnu_cxx, packages
from condax.toolchain.glibc_abi import Version, newest_version
from condax.toolchain.packages import GnuRuntime, Workshop, ZigFile
from condax.toolchain.zig import find_zig

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from condax.platforms import Platform
    from condax.toolchain.zig import Zig

Progress: TypeAlias = "Callable[[str], None]"
"""Called with the name of each package when its making starts."""

Recipes: TypeAlias = "Mapping[str, Callable[[], object]]"
"""`<name>-<version>` of a package → what makes it.

`<subdir>/` comes first where each platform has a package of the name, and last
`+<end of the build string>` where a version has several builds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Toolchain:
    """A channel folder that offers compilers for some targets."""

    channel: Path
    version: str
    """Version of the compiler packages: zig's."""
    floors: Mapping[str, str]
    """Glibc floor by target subdir."""
    shelf: Path | None = None
    """As of `Workshop`."""
    gnu: Mapping[str, GnuRuntime] = field(default_factory=dict)
    """As of `Workshop`."""

    @property
    def url(self) -> str:
        """The channel as rattler-build takes it."""
        return self.channel.as_uri()

    def variants(self, target: Platform) -> dict[str, tuple[str, ...]]:
        """Variant keys that make the recipes' compilers and `stdlib("c")` resolve to it."""
        if target.subdir not in self.floors:
            return {}
        return {
            "c_compiler": ("zigcc",),
            "c_compiler_version": (self.version.rpartition(".")[0],),
            "cxx_compiler": (gnu_cxx.COMPILER if target.subdir in self.gnu else "zigcxx",),
            "cxx_compiler_version": (self.version.rpartition(".")[0],),
            "c_stdlib": ("sysroot",),
            "c_stdlib_version": (self.floors[target.subdir],),
        }


def ensure_toolchain(
    *,
    build: Platform,
    targets: Sequence[Platform],
    cache: Path,
    glibc: str | None = None,
    progress: Progress = lambda _: None,
) -> Toolchain:
    """The machine's own toolchain channel below `cache`, completed for `targets`.

    `glibc` raises the floor of every target (default: each platform's own). Zig stays where the
    wheel put it and is linked. Safe against other processes that do the same.
    """
    workshop = own_workshop(build, cache, {})
    return build_toolchain(workshop, targets, glibc=glibc, zig_file=ZigFile.LINK, progress=progress)


def own_workshop(build: Platform, cache: Path, gnu: Mapping[str, GnuRuntime]) -> Workshop:
    """Makes the machine's own toolchain channel below `cache`.

    Targets with another channel's sysroot have a channel without one, because solvers take a name
    from the first channel that has it.
    """
    zig, folder = find_zig(), cache / "toolchain"
    versions = [f"{subdir}-{each.gcc}-{each.glibc}" for subdir, each in sorted(gnu.items())]
    name = "+".join([_key(zig), *versions])
    return Workshop(zig=zig, build=build, channel=folder / name, shelf=folder, gnu=gnu)


def publish_toolchain(
    *,
    targets: Sequence[Platform],
    channel: Path,
    gnu: Mapping[str, GnuRuntime] | None = None,
    glibc: str | None = None,
    progress: Progress = lambda _: None,
) -> Toolchain:
    """Write the toolchain for `targets` into `channel` as packages that can go anywhere.

    The compilers run on this machine's platform. A subdir in `gnu` gets C++ with gcc's runtime and
    the sysroot of the channel that has it.
    """
    return build_toolchain(
        Workshop(zig=find_zig(), build=current_platform(), channel=channel, gnu=gnu or {}),
        targets,
        glibc=glibc,
        zig_file=ZigFile.COPY,
        progress=progress,
    )


def build_toolchain(
    workshop: Workshop,
    targets: Sequence[Platform],
    *,
    glibc: str | None,
    zig_file: ZigFile,
    progress: Progress,
) -> Toolchain:
    """Make what the channel lacks of the compilers for C."""
    unsupported = [target for target in targets if not target.is_elf]
    if unsupported:
        raise UnsupportedPlatformError(
            f"condax has no compiler for {unsupported[0].subdir!r} yet",
            hint="choose one of the linux targets: condax platforms",
        )
    floors = {
        target.subdir: workshop.gnu[target.subdir].glibc
        if target.subdir in workshop.gnu
        else _floor(workshop.zig, target, glibc)
        for target in targets
    }
    _make_missing(workshop, _recipes(workshop, targets, floors, zig_file), progress)
    return Toolchain(
        channel=workshop.channel,
        version=workshop.zig.version,
        floors=floors,
        shelf=workshop.shelf,
        gnu=workshop.gnu,
    )


def add_cxx(
    toolchain: Toolchain,
    *,
    build: Platform,
    targets: Sequence[Platform],
    progress: Progress = lambda _: None,
) -> None:
    """Complete a toolchain that has C for `targets` with C++: under a minute for the first target.

    The C++ library of the build machine comes along, for the programs that builds run.
    """
    workshop = Workshop(
        zig=find_zig(),
        build=build,
        channel=toolchain.channel,
        shelf=toolchain.shelf,
        gnu=toolchain.gnu,
    )
    _make_missing(workshop, _cxx_recipes(workshop, targets), progress)


def _make_missing(workshop: Workshop, recipes: Recipes, progress: Progress) -> None:
    """Make what the channel does not have, two packages at a time, and index it."""
    channel = workshop.channel
    with refusals(channel):
        for subdir in (workshop.build.subdir, NOARCH.subdir):
            (channel / subdir).mkdir(parents=True, exist_ok=True)
    # Who only asks for the variants does not pay for it.
    from filelock import FileLock

    with FileLock(channel / ".lock"):
        missing = {
            name: make for name, make in recipes.items() if not list(channel.glob(_pattern(name)))
        }

        def make(name: str) -> None:
            progress(name)
            missing[name]()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(make, missing))
        subdirs = sorted(path.name for path in channel.iterdir() if path.name in platform_names())
        if not all(is_indexed(channel, subdir) for subdir in subdirs):
            index_channel(channel, subdirs)


def _floor(zig: Zig, target: Platform, glibc: str | None) -> str:
    """The glibc that programs of `target` have to run on; `UsageError` for one that is not."""
    oldest = Version.parse(target.min_libc or "")
    newest = newest_version((zig.lib / "libc" / "glibc" / "abilists").read_bytes())
    if glibc is None:
        return str(oldest)
    known = re.fullmatch(r"\d+\.\d+", glibc, re.ASCII)
    if known is None or not oldest <= Version.parse(glibc) <= newest:
        raise UsageError(
            f"there is no glibc {glibc!r} for {target.subdir!r}",
            hint=f"choose a version from {oldest} to {newest}, e.g. --glibc 2.28",
        )
    return glibc


def _recipes(
    workshop: Workshop,
    targets: Sequence[Platform],
    floors: Mapping[str, str],
    zig_file: ZigFile,
) -> Recipes:
    """Every package wanted for C, the slow ones first."""
    version = workshop.zig.version
    wanted: dict[str, Callable[[], object]] = {}
    for each in dict.fromkeys((workshop.build, *targets)):
        wanted[f"zigcc_impl_{each.subdir}-{version}"] = functools.partial(
            packages.package_impl, workshop, each
        )
    ending = f"+{LINK}" if zig_file is ZigFile.LINK else ""
    make_zig = functools.partial(packages.package_zig, workshop, zig_file)
    wanted[f"condax-zig-{version}{ending}"] = make_zig
    wanted[f"condax-binutils-{packages.BINUTILS_VERSION}"] = functools.partial(
        packages.package_binutils, workshop
    )
    for each in dict.fromkeys((workshop.build, *targets)):
        if each.subdir in workshop.gnu:
            continue
        floor = floors.get(each.subdir, each.min_libc or "")
        wanted[f"{workshop.sysroot_name(each)}-{floor}"] = functools.partial(
            packages.package_sysroot, workshop, each, floor
        )
    for target in targets:
        wanted[f"zigcc_{target.subdir}-{version}"] = functools.partial(
            packages.package_activation, workshop, target
        )
    foreign = [target for target in targets if target != workshop.build]
    if foreign:
        wanted[f"{cross.RUNTIME}-{cross.RUNTIME_VERSION}"] = functools.partial(
            cross.package_runtime, workshop
        )
    for target in foreign:
        for python in cross.VERSIONS:
            name = f"{cross.package_name(target)}-{python.language}+{python.build_tag}"
            wanted[name] = functools.partial(cross.package_cross_python, workshop, target, python)
    return wanted


def _cxx_recipes(workshop: Workshop, targets: Sequence[Platform]) -> Recipes:
    """Every package wanted for C++, the slow ones first."""
    version, library = workshop.zig.version, f"libcxx-{workshop.zig.clang_version}"
    wanted: dict[str, Callable[[], object]] = {}
    own = [target for target in targets if target.subdir not in workshop.gnu]
    machines = dict.fromkeys((workshop.build, *own))
    for each in machines:
        wanted[f"{each.subdir}/{library}"] = functools.partial(
            cxx_packages.package_libcxx, workshop, each
        )
    for each in machines:
        wanted[f"zigcxx_impl_{each.subdir}-{version}"] = functools.partial(
            cxx_packages.package_impl, workshop, each
        )
    for target in own:
        wanted[f"zigcxx_{target.subdir}-{version}"] = functools.partial(
            cxx_packages.package_activation, workshop, target
        )
    for target in (target for target in targets if target.subdir in workshop.gnu):
        for make, name in (
            (gnu_cxx.package_gnu_impl, f"{gnu_cxx.COMPILER}_impl_{target.subdir}"),
            (gnu_cxx.package_gnu_activation, f"{gnu_cxx.COMPILER}_{target.subdir}"),
        ):
            runtime = workshop.gnu[target.subdir]
            wanted[f"{name}-{version}"] = functools.partial(make, workshop, target, runtime)
    return wanted


def _pattern(name: str) -> str:
    """Shell pattern of the archive for a key of `Recipes`."""
    path = name if "/" in name else f"*/{name}"
    base, _, build = path.partition("+")
    return f"{base}-h???????_0{build and '_'}{build}.conda"


def _key(zig: Zig) -> str:
    """Name of a cache folder: changes with the wheel's place and with condax's own sources."""
    digest = hashlib.sha256(f"{zig.executable}\0{zig.version}".encode())
    here = Path(__file__).parent
    for path in sorted((*here.rglob("*"), *cross.PAYLOAD.parent.rglob("*"))):
        if path.is_file() and path.suffix in {".py", ".c", ".h", ".sh", ".cmake", ".txt"}:
            digest.update(path.read_bytes())
    return f"{zig.version}-{digest.hexdigest()[:12]}"
