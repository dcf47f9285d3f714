"""Find the best way to run another platform's programs, by running one: its own loader."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.emulation import namespace
from condax.emulation.emulator import emulator_names, find_emulator, find_handler
from condax.emulation.ladder import Emulation, Rung
from condax.emulation.target_libc import find_target_libc, libc_candidates
from condax.errors import ToolNotFoundError
from condax.platforms import BinaryFormat
from condax.system.process import attempt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from condax.platforms import Platform
    from condax.system.process import Completed

EMULATED_RUNGS = (Rung.HANDLER, Rung.NAMESPACE, Rung.STUBS)
_WAY = {
    Rung.HANDLER: "the registered handler",
    Rung.NAMESPACE: "a handler in a user namespace",
    Rung.STUBS: "the emulator",
}


def find_emulation(
    platform: Platform,
    build_platform: Platform,
    *,
    env: Mapping[str, str],
    prefixes: Sequence[Path] = (),
    rungs: Sequence[Rung] = EMULATED_RUNGS,
) -> Emulation:
    """The best way on this machine; it never fails, the last one is `Rung.NONE` with its reason.

    `env` gives `PATH` and perhaps the user's `QEMU_LD_PREFIX`; `prefixes` are conda environments
    or sysroots to search first; `rungs` are the ways that may be taken, in this order.
    """
    start = Emulation(platform=platform, build_platform=build_platform, rung=Rung.NATIVE)
    if platform == build_platform or platform.binary_format is BinaryFormat.NONE:
        return start
    if platform.qemu_arch is None or platform.os is not build_platform.os:
        return replace(
            start,
            rung=Rung.NONE,
            reason=f"no emulator runs them on {build_platform.subdir}",
            hint=f"run the tests on a machine of kind {platform.subdir}",
        )
    candidates = libc_candidates(platform, prefixes, env.get("QEMU_LD_PREFIX"))
    found = replace(
        start,
        emulator=find_emulator(platform, env.get("PATH", ""), prefixes=prefixes),
        handler=find_handler(platform),
        libc=find_target_libc(platform, candidates),
    )
    lacking = lacking_parts(found)
    return lacking if lacking is not None else _first_that_works(found, rungs, env)


def lacking_parts(found: Emulation) -> Emulation | None:
    """`Rung.NONE` with everything that has to be installed, if something has to be."""
    platform = found.platform
    reasons, debian, conda = [], [], []
    if found.interpreter is None:
        names = " or ".join(emulator_names(platform))
        reasons.append(f"neither a binfmt_misc handler nor {names} was found")
        debian.append("qemu-user-static")
        conda.append(f"qemu-execve-{platform.qemu_arch}")
    if found.libc is None:
        reasons.append(f"no real C library with {platform.elf_interpreter} was found")
        debian.append(f"libc6-{platform.debian_arch}-cross")
        conda.append(f"sysroot_{platform.subdir}")
    if not reasons:
        return None
    hint = (
        f"run 'apt-get install {' '.join(debian)}', "
        f"or install {' and '.join(conda)} in a conda environment"
    )
    return replace(found, rung=Rung.NONE, reason=", and ".join(reasons), hint=hint)


def _first_that_works(found: Emulation, rungs: Sequence[Rung], env: Mapping[str, str]) -> Emulation:
    refusals: list[str] = []
    for rung in rungs:
        candidate = replace(found, rung=rung, reason="; ".join(refusals))
        refusal = _refusal(candidate, env)
        if refusal is None:
            return candidate
        refusals.append(refusal)
    return replace(
        found,
        rung=Rung.NONE,
        reason="; ".join(refusals),
        hint="let the administrator install qemu-user-binfmt or qemu-user-static, "
        "which register a handler",
    )


def _refusal(candidate: Emulation, env: Mapping[str, str]) -> str | None:
    """Why this way does not work here, `None` if it does: the loader lists what its libc needs."""
    if candidate.rung is Rung.HANDLER and candidate.handler is None:
        return "no binfmt_misc handler is registered"
    if candidate.rung is not Rung.HANDLER and candidate.emulator is None:
        return f"no {emulator_names(candidate.platform)[0]} was found"
    assert candidate.libc is not None
    program = (str(candidate.libc.loader), "--list", str(candidate.libc.library))
    try:
        done = attempt(candidate.wrap(program), env={**env, **candidate.environment})
    except (ToolNotFoundError, OSError) as e:
        return f"{_WAY[candidate.rung]} does not run the loader: {e}"
    return None if done.returncode == 0 else _refusal_of(candidate.rung, done)


def _refusal_of(rung: Rung, done: Completed) -> str:
    last = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
    if rung is Rung.NAMESPACE and done.returncode == namespace.REFUSED:
        kernel = os.uname().release
        return f"the kernel ({kernel}; 6.7 is needed) refuses a private binfmt_misc: {last}"
    return f"{_WAY[rung]} does not run the loader: {last}"
