"""The ways in which programs of another platform run on this machine, best first.

`Rung` names them, `Emulation` is one of them made ready for a platform.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from condax.emulation import namespace, stubs
from condax.emulation.magic import binary_magic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.emulation.emulator import Emulator, Handler
    from condax.emulation.target_libc import TargetLibc
    from condax.platforms import Platform


class Rung(str, Enum):
    """A way to run programs of another platform."""

    NATIVE = "native"
    """The platform is the machine's own, or has no programs (noarch)."""
    HANDLER = "handler"
    """The kernel has a registered `binfmt_misc` handler: any program just runs."""
    NAMESPACE = "namespace"
    """The same in a user namespace of our own (Linux 6.7 or newer, no privilege)."""
    STUBS = "stubs"
    """Shell stubs in place of a package's programs call the emulator."""
    NONE = "none"
    """Not at all; `reason` and `hint` say what is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Emulation:
    """How commands run so that programs of `platform` work in them."""

    platform: Platform
    build_platform: Platform
    rung: Rung
    emulator: Emulator | None = None
    handler: Handler | None = None
    libc: TargetLibc | None = None
    reason: str = ""
    """What stood against the better rungs; empty if there is none better."""
    hint: str = ""
    """What to install, if `rung` is `NONE`."""

    @property
    def is_available(self) -> bool:
        """Whether programs of the platform run at all."""
        return self.rung is not Rung.NONE

    @property
    def interpreter(self) -> Path | None:
        """The program that runs one program of the platform, as CMake and Meson want it."""
        if self.emulator is not None:
            return self.emulator.path
        return self.handler.interpreter if self.handler is not None else None

    def wrap(self, argv: Sequence[str]) -> tuple[str, ...]:
        """The command that runs `argv`, whose program may be of either platform.

        So may the programs that it starts, except on `Rung.STUBS`, where `argv[0]` alone is
        looked at and has to be a path.
        """
        magic = binary_magic(self.platform)
        if self.rung is Rung.NAMESPACE:
            assert magic is not None
            patterns = (magic.magic.hex(), magic.mask.hex())
            return (*_python(namespace.__file__), str(self.interpreter), *patterns, *argv)
        if self.rung is Rung.STUBS:
            assert magic is not None
            if magic.matches_file(Path(argv[0])):
                return (str(self.interpreter), *argv)
        return tuple(argv)

    def stub_command(self) -> tuple[str, ...]:
        """On `Rung.STUBS`, what to put before `bash SCRIPT` to stub the test environment first."""
        magic = binary_magic(self.platform)
        assert magic is not None
        assert self.libc is not None
        settings = (str(self.interpreter), str(self.libc.prefix))
        return (*_python(stubs.__file__), *settings, magic.magic.hex(), magic.mask.hex())

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables for the commands of `wrap`, and for build scripts that run what they build."""
        if self.rung in {Rung.NATIVE, Rung.NONE}:
            return {}
        program = str(self.interpreter)
        variables = {"CROSSCOMPILING_EMULATOR": program, "CMAKE_CROSSCOMPILING_EMULATOR": program}
        if self.libc is not None and self.libc.prefix != Path("/"):
            variables["QEMU_LD_PREFIX"] = str(self.libc.prefix)
        return variables

    def explain(self) -> str:
        """One line in plain words: what runs the programs, or why nothing does."""
        subdir = self.platform.subdir
        if self.rung is Rung.NATIVE:
            return f"{subdir} programs run directly"
        if self.rung is Rung.NONE:
            return f"{subdir} programs do not run on this machine: {self.reason}"
        means = {
            Rung.HANDLER: "the kernel's registered handler",
            Rung.NAMESPACE: "a handler in a user namespace of our own",
            Rung.STUBS: "shell stubs in place of a package's programs",
        }[self.rung]
        line = f"{subdir} programs run through {means}: {self._emulator_words()}"
        if self.libc is not None:
            line += f", glibc {self.libc.version or 'of unknown version'} in {self.libc.prefix}"
        return f"{line} ({self.reason})" if self.reason else line

    def _emulator_words(self) -> str:
        if self.rung is Rung.HANDLER and self.handler is not None:
            return str(self.handler.interpreter)
        assert self.emulator is not None
        return f"{self.emulator.path} {self.emulator.version}"


def _python(script: str) -> tuple[str, ...]:
    # Isolated and without site-packages: it starts in a third of the time.
    return (sys.executable, "-IS", script)
