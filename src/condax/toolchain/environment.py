"""The variables of a compiler package outside of any recipe, for a shell, a build system or CI."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.channel.install import ensure_environment
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.platforms import Platform, Platforms
    from condax.toolchain.provide import Toolchain

MARK = "CONDAX_ENV"
"""Variable that names the prefix whose compilers an environment has."""

_SOURCE = 'for script in "$@"; do . "$script"; done; exec env -0'
_OF_THE_SHELL = {"_", "PWD", "OLDPWD", "SHLVL"}
_OF_A_BUILD = {"CONDA_BUILD", "CONDA_BUILD_STATE"}


@dataclass(frozen=True, kw_only=True, slots=True)
class CompilerEnvironment:
    """Compilers for one target in a prefix of their own, and what to export to use them."""

    target: Platform
    build: Platform
    prefix: Path
    variables: Mapping[str, str | None]
    """What differs from the environment that was given; `None`: to be unset."""
    emulator: tuple[str, ...]
    """What stands before the path of a program of the target to run it here, if it can run."""

    @property
    def is_cross(self) -> bool:
        """Whether programs of the target need an emulator here."""
        return self.target != self.build

    def tool(self, name: str) -> Path:
        """Path of one of the target's tools, e.g. of `cc`."""
        return self.prefix / "bin" / f"{self.target.conda_triplet}-{name}"


def compiler_environment(
    toolchain: Toolchain,
    platforms: Platforms,
    *,
    cache: Path,
    env: Mapping[str, str],
    cxx: bool = False,
) -> CompilerEnvironment:
    """Install the compilers for `platforms.host` below `cache`, once, and find what to export.

    `env` is the environment that the variables go into: flags of the user in it follow the
    toolchain's, and compilers that this function has put there before are taken out. For `cxx`,
    call `add_cxx` first.
    """
    target, build = platforms.host, platforms.build
    name = f"zigcxx_{target.subdir}" if cxx else f"zigcc_{target.subdir}"
    prefix = _install(toolchain, platforms, name, cache)
    after = _activate(prefix, env)
    names = {*after, *env} - _OF_THE_SHELL - _OF_A_BUILD - {"CONDA_PREFIX"}
    libc, emulator = after.get("QEMU_LD_PREFIX"), after.get("CMAKE_CROSSCOMPILING_EMULATOR")
    words = (emulator, *(("-L", libc) if libc else ())) if emulator else ()
    return CompilerEnvironment(
        target=target,
        build=build,
        prefix=prefix,
        variables={n: after.get(n) for n in sorted(names) if after.get(n) != env.get(n)},
        emulator=words,
    )


def _install(toolchain: Toolchain, platforms: Platforms, compiler: str, cache: Path) -> Path:
    target = platforms.host
    floor = toolchain.floors[target.subdir]
    prefix = cache / "environments" / toolchain.channel.name / f"{compiler}-glibc{floor}"
    ensure_environment(
        [compiler, f"sysroot_{target.subdir} =={floor}"],
        channel=toolchain.url,
        platform=platforms.build,
        prefix=prefix,
        cache=cache / "environments" / "packages",
    )
    return prefix


def _activate(prefix: Path, env: Mapping[str, str]) -> dict[str, str]:
    """Source the prefix's scripts as conda does; the environment afterwards."""
    before = {name: value for name, value in env.items() if name not in _OF_A_BUILD}
    scripts = sorted((prefix / "etc" / "conda" / "activate.d").glob("*.sh"))
    path = before.get("PATH", "")
    if old := before.get(MARK):
        leave = Path(old, "etc", "conda", "deactivate.d")
        scripts = [*sorted(leave.glob("*.sh"), reverse=True), *scripts]
        path = ":".join(folder for folder in path.split(":") if folder != f"{old}/bin")
    start = {**before, "CONDA_PREFIX": str(prefix), "PATH": f"{prefix}/bin:{path}"}
    argv = ["/bin/sh", "-ec", _SOURCE, "sh", *map(str, scripts)]
    done = run(argv, env={**start, MARK: str(prefix)})
    pairs = (word.partition("=") for word in done.stdout.split("\0") if word)
    return {name: value for name, _, value in pairs}
