"""Replace another platform's programs by shell stubs that start them through an emulator.

    python -IS stubs.py EMULATOR LIBC_PREFIX MAGIC MASK COMMAND...

For machines whose kernel offers no other way. It stands in for `bash` while a package's tests
run: the script that rattler-build hands to `bash` lies beside the test environments, whose
programs are replaced before the command starts. Each program stays in its folder under another
name, so that `$ORIGIN` keeps its meaning. Standard library only, as in `namespace.py`.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

TEST_SCRIPT = "conda_build.sh"
TEST_ENVIRONMENTS = "*_env"
SUFFIX = ".emulated"
HEADER_SIZE = 20
CANNOT_EXECUTE = 126


def main(argv: list[str]) -> int:
    """Replace programs, then this process by the command."""
    emulator, libc_prefix, magic, mask, *command = argv
    start = [emulator, "-L", libc_prefix]
    for script in command[1:]:
        if Path(script).name == TEST_SCRIPT:
            for prefix in sorted(Path(script).parent.parent.glob(TEST_ENVIRONMENTS)):
                replace_programs(prefix, start, (bytes.fromhex(magic), bytes.fromhex(mask)))
    try:
        os.execvp(command[0], command)
    except OSError as e:
        sys.stderr.write(f"{command[0]}: {e.strerror}\n")
        return CANNOT_EXECUTE


def replace_programs(prefix: Path, start: list[str], pattern: tuple[bytes, bytes]) -> None:
    """Put a stub in the place of every executable below `prefix` that matches `pattern`."""
    for folder, _, names in os.walk(prefix):
        for name in sorted(names):
            path = Path(folder, name)
            if _is_program(path, pattern):
                # A rename keeps the package cache whole, to which the file may be hard-linked.
                program = path.rename(path.with_name(f".{name}{SUFFIX}"))
                path.write_text(_stub(start, program), encoding="utf-8")
                path.chmod(0o755)


def _is_program(path: Path, pattern: tuple[bytes, bytes]) -> bool:
    # Shared libraries are often executable too; they must stay what they are.
    if path.is_symlink() or ".so" in path.name or path.name.endswith(SUFFIX):
        return False
    if not os.access(path, os.X_OK):
        return False
    with path.open("rb") as stream:
        header = stream.read(HEADER_SIZE)
    magic, mask = pattern
    return len(header) == HEADER_SIZE and all(
        byte & bits == wanted & bits for byte, wanted, bits in zip(header, magic, mask, strict=True)
    )


def _stub(start: list[str], program: Path) -> str:
    return f'#!/bin/sh\nexec {shlex.join(start)} -0 "$0" {shlex.quote(str(program))} "$@"\n'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
