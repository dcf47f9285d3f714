"""Emulators: programs that run one program of another platform, and kernels that call them.

`Emulator` is a `qemu-<arch>` found on the machine; `Handler` is an entry of `binfmt_misc` that
somebody with the rights to do so has registered.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.emulation.magic import binary_magic
from condax.errors import ToolNotFoundError
from condax.system.process import attempt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.platforms import Platform

BINFMT_MISC = Path("/proc/sys/fs/binfmt_misc")
_CONTROL_FILES = {"register", "status"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Emulator:
    """A program that runs programs of another platform: `<path> PROGRAM ARGUMENTS…`."""

    path: Path
    version: str
    """As the program states it, e.g. `7.2.22`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Handler:
    """An enabled entry of `binfmt_misc`."""

    name: str
    interpreter: Path
    flags: str
    """E.g. `PF`; with `F` the kernel keeps the interpreter open, whatever is mounted later."""


def emulator_names(platform: Platform) -> tuple[str, ...]:
    """Names under which Debian, other distributions and conda-forge install QEMU, best first."""
    if platform.qemu_arch is None:
        return ()
    arch = platform.qemu_arch
    return (f"qemu-{arch}-static", f"qemu-{arch}", f"qemu-execve-{arch}")


def find_emulator(
    platform: Platform, path: str, *, prefixes: Sequence[Path] = ()
) -> Emulator | None:
    """The first emulator in the `bin` of conda `prefixes`, then on `path` (as in `PATH`).

    One that cannot tell its version cannot run here and is passed over.
    """
    folders = [str(prefix / "bin") for prefix in prefixes]
    for search in (*folders, path):
        for name in emulator_names(platform):
            found = shutil.which(name, path=search)
            version = _version(found) if found else None
            if found and version:
                return Emulator(path=Path(found).absolute(), version=version)
    return None


def _version(program: str) -> str | None:
    try:
        shown = attempt([program, "--version"], env={}).stdout
    except ToolNotFoundError:
        return None
    match = re.search(r"version (\S+)", shown)
    return match[1] if match else None


def find_handler(platform: Platform, *, root: Path = BINFMT_MISC) -> Handler | None:
    """The enabled handler that the kernel has for programs of `platform`, whatever its name."""
    magic = binary_magic(platform)
    if magic is None:
        return None
    for name, text in _entries(root):
        handler = parse_handler(name, text, header=magic.magic)
        if handler is not None:
            return handler
    return None


def _entries(root: Path) -> list[tuple[str, str]]:
    try:
        status = (root / "status").read_text(encoding="utf-8").strip()
        if status != "enabled":
            return []
        paths = [path for path in sorted(root.iterdir()) if path.name not in _CONTROL_FILES]
        return [(path.name, path.read_text(encoding="utf-8")) for path in paths]
    except OSError:
        return []


def parse_handler(name: str, text: str, *, header: bytes) -> Handler | None:
    """An entry's text as a `Handler`, if it is enabled and takes a file that begins with `header`.

    `enabled`, `interpreter PATH`, `flags: F`, `offset N`, `magic HEX` and, optionally, `mask HEX`,
    one per line; entries by file name have `extension .X` in place of the last three.
    """
    lines = text.splitlines()
    fields = {word.rstrip(":"): rest.strip() for word, _, rest in (x.partition(" ") for x in lines)}
    if "enabled" not in fields or "magic" not in fields or "interpreter" not in fields:
        return None
    magic = bytes.fromhex(fields["magic"])
    mask = bytes.fromhex(fields["mask"]) if "mask" in fields else b"\xff" * len(magic)
    part = header[int(fields.get("offset", "0")) :][: len(magic)]
    if len(part) < len(magic):
        return None
    if any(h & k != m & k for h, m, k in zip(part, magic, mask, strict=True)):
        return None
    return Handler(
        name=name, interpreter=Path(fields["interpreter"]), flags=fields.get("flags", "")
    )
