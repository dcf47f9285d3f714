"""Run a command where the kernel starts another platform's programs through an emulator.

    python -IS namespace.py INTERPRETER MAGIC MASK COMMAND...

MAGIC and MASK are hexadecimal. The command gets a user namespace with its own `binfmt_misc`, so
nothing is registered on the machine and no privilege is needed (Linux 6.7 or newer). User and
group ids stay what they were. The file uses the standard library alone and is run by its path,
because the environment of a test may hide the packages of the Python that runs condax.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
BINFMT_MISC = "/proc/sys/fs/binfmt_misc"
REFUSED = 125
"""Exit status when the kernel refuses a namespace; the last line on stderr says which step."""
CANNOT_EXECUTE = 126


def main(argv: list[str]) -> int:
    """Replace this process by the command, or say why that is not possible."""
    interpreter, magic, mask, *command = argv
    try:
        enter(interpreter, bytes.fromhex(magic), bytes.fromhex(mask))
    except OSError as e:
        sys.stderr.write(f"{e.filename}: {e.strerror}\n")
        return REFUSED
    try:
        os.execvp(command[0], command)
    except OSError as e:
        sys.stderr.write(f"{command[0]}: {e.strerror}\n")
        return CANNOT_EXECUTE


def enter(interpreter: str, magic: bytes, mask: bytes) -> None:
    """Move this process into namespaces where `interpreter` runs what the pattern matches.

    The files of `binfmt_misc` belong to the namespace's root, so an ordinary user is mapped to
    root first, and back to itself in a second user namespace, which inherits the handlers of the
    first one. Root is given all the ids it has, or programs such as `tar` could not change owners.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        _unshare_with_all_ids()
    else:
        _unshare(CLONE_NEWUSER | CLONE_NEWNS)
        _map_one_id(user=(0, user), group=(0, group))
    _mount_binfmt_misc()
    _register(interpreter, magic, mask)
    if user != 0:
        _unshare(CLONE_NEWUSER)
        _map_one_id(user=(user, 0), group=(group, 0))


def _c_library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _unshare(flags: int) -> None:
    if _c_library().unshare(flags) != 0:
        error = ctypes.get_errno()
        # What the kernel calls a full device is its limit of namespaces, often set to none.
        limit = "user.max_user_namespaces is reached"
        words = limit if error == errno.ENOSPC else os.strerror(error)
        raise OSError(error, words, "user namespace")


def _map_one_id(*, user: tuple[int, int], group: tuple[int, int]) -> None:
    # An unprivileged process may write gid_map only after giving up setgroups(2).
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user[0]} {user[1]} 1")
    _write("/proc/self/gid_map", f"{group[0]} {group[1]} 1")


def _unshare_with_all_ids() -> None:
    """Only a process outside the namespace may map more than one id: a child that stays there."""
    parent = os.getpid()
    ready, begin = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(begin)
        os.read(ready, 1)
        os._exit(_map_all_ids(parent))
    os.close(ready)
    try:
        _unshare(CLONE_NEWUSER | CLONE_NEWNS)
    finally:
        os.close(begin)
        _, status = os.waitpid(child, 0)
    if status != 0:
        error = os.waitstatus_to_exitcode(status)
        raise OSError(error, os.strerror(error), "user ids")


def _map_all_ids(process: int) -> int:
    try:
        for name in ("uid_map", "gid_map"):
            rows = [line.split() for line in Path(f"/proc/self/{name}").read_text().splitlines()]
            _write(f"/proc/{process}/{name}", "\n".join(f"{i} {i} {count}" for i, _, count in rows))
    except OSError as e:
        return e.errno or 1
    return 0


def _mount_binfmt_misc() -> None:
    kind = b"binfmt_misc"
    if _c_library().mount(kind, BINFMT_MISC.encode(), kind, 0, None) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), "mount of binfmt_misc")


def _register(interpreter: str, magic: bytes, mask: bytes) -> None:
    # The first character separates the fields. F opens the interpreter at once, P hands it the
    # program's own argv[0] (Documentation/admin-guide/binfmt-misc.rst of the kernel).
    fields = ["", "condax", "M", "", _escaped(magic), _escaped(mask), interpreter, "PF"]
    _write(f"{BINFMT_MISC}/register", "|".join(fields))


def _escaped(pattern: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in pattern)


def _write(path: str, text: str) -> None:
    # One write(2): the kernel parses each write to these files as a whole.
    handle = os.open(path, os.O_WRONLY)
    try:
        os.write(handle, text.encode())
    except OSError as e:
        raise OSError(e.errno, e.strerror, path) from None
    finally:
        os.close(handle)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
