"""Make a Python of the build machine answer as the one it builds for.

Started by a `.pth` file, and only in the interpreter whose prefix holds `cross-python.txt`. What is
changed is what CPython itself reads: `sys.prefix`, `sys.implementation`, `os.uname`, `sys.path`.
`sysconfig` then finds the host's configuration by itself.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec

    Hook = Callable[[str], importlib.machinery.FileFinder]

STATE = os.path.join(sys.prefix, "cross-python.txt")


def read_state() -> dict[str, str]:
    """The facts that `set_up.py` wrote, one `name=value` a line."""
    with open(STATE, encoding="utf-8") as stream:
        return dict(line.rstrip("\n").split("=", 1) for line in stream)


class SourceLoader(importlib.machinery.SourceFileLoader):
    """Leaves no `__pycache__` in the host prefix: new files there go into the package."""

    def set_data(self, path: str, data: object, *, _mode: int = 0o666) -> None:
        """Keep nothing."""


class HostFinder(importlib.machinery.FileFinder):
    """Python modules of a host folder, with the compiled ones of the build prefix's copy of it."""

    def __init__(self, path: str, copy: str, suffixes: list[str]) -> None:
        """`copy` is the folder of the build prefix, `suffixes` are those that can be loaded."""
        machinery = importlib.machinery
        super().__init__(
            path,
            (SourceLoader, machinery.SOURCE_SUFFIXES),
            (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
        )
        self._compiled = machinery.FileFinder(copy, (machinery.ExtensionFileLoader, suffixes))

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """A compiled module before a Python one, as any finder does."""
        spec = self._compiled.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            return spec
        return super().find_spec(fullname)

    def invalidate_caches(self) -> None:
        """Of both folders."""
        self._compiled.invalidate_caches()
        super().invalidate_caches()


class PathOrder:
    """Puts `sys.path` in order once `site` has filled it, which is when it tries this import."""

    def __init__(self, state: dict[str, str]) -> None:
        """`state` names the folders."""
        self._state = state

    def find_spec(self, fullname: str, *_: object) -> None:
        """Never finds anything."""
        if fullname == "sitecustomize":
            sys.meta_path.remove(self)
            order_path(self._state)


class Backends:
    """Finds the build backends that have to be told the host by their settings."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, *_: object
    ) -> ModuleSpec | None:
        """Only these; every other module is found as ever."""
        if fullname not in ("mesonpy", "py_build_cmake.build"):
            return None
        dialects = importlib.import_module("condax_backends")
        spec: ModuleSpec | None = dialects.find_told(fullname, path)
        return spec


def order_path(state: dict[str, str]) -> None:
    """The host's packages, then the build prefix's, both after the standard library."""
    last = [state["host_site"], state["build_site"], state["data"]]
    names = {*last, state["venv_site"]}
    sys.path[:] = [*(entry for entry in sys.path if entry not in names), *last]
    # Python 3.14 fills them before it comes to this, earlier ones afterwards.
    vars(sys.modules["site"])["PREFIXES"] = [sys.prefix]


def host_hook(state: dict[str, str], suffixes: list[str]) -> Hook:
    """For `sys.path_hooks`: takes the host's site-packages and everything below."""
    host, build = state["host_site"], state["build_site"]

    def hook(path: str) -> HostFinder:
        # A script is asked for as well, in case it is an archive.
        if (path == host or path.startswith(host + os.sep)) and os.path.isdir(path):
            return HostFinder(path, build + path[len(host) :], suffixes)
        raise ImportError

    return hook


def report_machine(machine: str) -> None:
    """`os.uname`, on which `platform` and `sysconfig.get_platform` rest."""
    real = os.uname

    def uname() -> os.uname_result:
        """The build machine's names with the host's processor."""
        sysname, nodename, release, version, _ = real()
        return os.uname_result((sysname, nodename, release, version, machine))

    os.uname = uname


def report_libc(version: str) -> None:
    """`os.confstr`, from which `packaging.tags` reads what wheels may need."""
    real = os.confstr

    def confstr(name: str | int) -> str | None:
        """The libc that packages are built for."""
        if name in ("CS_GNU_LIBC_VERSION", os.confstr_names["CS_GNU_LIBC_VERSION"]):
            return f"glibc {version}"
        return real(name)

    os.confstr = confstr


def disguise(state: dict[str, str]) -> None:
    """Change what this interpreter says of itself."""
    prefix = state["prefix"]
    sys.prefix = sys.base_prefix = sys.exec_prefix = sys.base_exec_prefix = prefix
    executable = os.path.join(prefix, "bin", "python")
    sys.executable = executable
    vars(sys.implementation)["_multiarch"] = state["multiarch"]
    vars(sys).update(_base_executable=executable, cross_compiling=True)
    suffixes = list(importlib.machinery.EXTENSION_SUFFIXES)
    sys.path_hooks.insert(0, host_hook(state, suffixes))
    sys.meta_path[:0] = [PathOrder(state), Backends()]
    importlib.machinery.EXTENSION_SUFFIXES[0] = state["extension_suffix"]
    report_machine(state["machine"])
    if state["glibc"]:
        report_libc(state["glibc"])
    sys.modules.pop("sysconfig", None)


disguise(read_state())
