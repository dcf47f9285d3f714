"""Lay out the cross interpreter of one build: run once, by the build prefix's own Python.

`set_up.py <host prefix> <build prefix> <conda triplet> <machine>`. Data of the host's Python are
parsed and never executed. What is already laid out stays.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    Folders: TypeAlias = tuple[Path, Path, str]

COMPILED = (".so", ".dylib")
PTH = "import os, sys; os.path.exists(sys.prefix + '/cross-python.txt') and __import__({!r})\n"
MODULE = "condax_cross_python"
HERE = Path(__file__).parent


def main() -> None:
    """Set everything up; a host prefix without Python is left alone."""
    host, build = Path(sys.argv[1]), Path(sys.argv[2])
    triplet, machine = sys.argv[3:]
    flags = getattr(sys, "abiflags", "")
    name = f"python{sys.version_info.major}.{sys.version_info.minor}{flags}"
    stdlib = host / "lib" / name
    if (build / "venv" / "cross-python.txt").exists():
        return
    if not stdlib.is_dir():
        sys.stderr.write(f"cross-python: the host environment has no {name}\n")
        return
    data = choose_data(stdlib, triplet)
    values = read_values(data)
    write_interpreter(build, name)
    write_data(build / "venv/lib", data, values)
    share_packages(stdlib / "site-packages", build / "lib" / name / "site-packages")
    write_start(build / "lib" / name / "site-packages")
    write_state((host, build, name), values, machine)
    write_cmake((host, build, name), values)
    put_forwarders(host, build, name)
    remove_other_data(stdlib, data)


def choose_data(stdlib: Path, triplet: str) -> Path:
    """The configuration with conda's compilers, else the only one."""
    wanted = stdlib / "_sysconfigdata_{}.py".format(re.sub("[.-]", "_", triplet))
    found = sorted(stdlib.glob("_sysconfigdata_*.py"))
    if wanted in found:
        return wanted
    if not found:
        sys.exit(f"cross-python: {stdlib} has no _sysconfigdata")
    return found[0]


def read_values(path: Path) -> dict[str, Any]:
    """`build_time_vars` as data."""
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign):
            values: dict[str, Any] = ast.literal_eval(statement.value)
            return values
    return sys.exit(f"cross-python: {path} assigns nothing")


def write_interpreter(build: Path, name: str) -> None:
    """A virtual environment whose interpreter is the build prefix's."""
    venv = build / "venv"
    for folder in ("bin", "build/bin", f"lib/{name}"):
        (venv / folder).mkdir(parents=True, exist_ok=True)
    for link in ("python", "cross-python"):
        put_link(venv / "bin" / link, Path("../../bin") / name)
    put_link(venv / "build/bin/python", Path("../../../bin") / name)
    put_link(venv / "lib" / name / "site-packages", build / "lib" / name / "site-packages")
    settings = f"home = {build / 'bin'}\ninclude-system-site-packages = false\n"
    (venv / "pyvenv.cfg").write_text(settings, encoding="utf-8")


def write_data(folder: Path, data: Path, values: dict[str, Any]) -> None:
    """Under conda's name, and under those that `sysconfig` computes for the host.

    Debian's leaves the system out of it.
    """
    names = {
        data.name,
        "_sysconfigdata_{ABIFLAGS}_{MACHDEP}_{MULTIARCH}.py".format_map(values),
        "_sysconfigdata_{ABIFLAGS}_{MULTIARCH}.py".format_map(values),
    }
    for name in sorted(names):
        shutil.copyfile(data, folder / name)


def share_packages(source: Path, destination: Path) -> None:
    """Everything but compiled modules, over what the build prefix has of the same name."""
    if not source.is_dir():
        return
    for folder, folders, names in os.walk(source):
        target = destination / Path(folder).relative_to(source)
        target.mkdir(parents=True, exist_ok=True)
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in (*names, *links):
            if not name.endswith(COMPILED):
                share(os.path.join(folder, name), target / name)


def share(source: str, destination: Path) -> None:
    """A hard link, as packages are installed; a copy where the prefixes lie on two disks."""
    if destination.is_dir() and not destination.is_symlink():
        return
    destination.unlink(missing_ok=True)
    try:
        os.link(source, destination, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, destination, follow_symlinks=False)


def write_start(site: Path) -> None:
    """What every Python of the build prefix reads first; only the cross interpreter heeds it."""
    for module in (MODULE, "condax_backends"):
        shutil.copyfile(HERE / f"{module}.py", site / f"{module}.py")
    (site / "00-condax-cross-python.pth").write_text(PTH.format(MODULE), encoding="utf-8")


def write_state(folders: Folders, values: dict[str, Any], machine: str) -> None:
    """The facts that the disguise reads."""
    host, build, name = folders
    state = {
        "prefix": host,
        "machine": machine,
        "multiarch": values["MULTIARCH"],
        "extension_suffix": values["EXT_SUFFIX"],
        "glibc": glibc_version(),
        "host_site": host / "lib" / name / "site-packages",
        "build_site": build / "lib" / name / "site-packages",
        "venv_site": build / "venv/lib" / name / "site-packages",
        "data": build / "venv/lib",
    }
    text = "".join(f"{key}={value}\n" for key, value in state.items())
    (build / "venv/cross-python.txt").write_text(text, encoding="utf-8")


def write_cmake(folders: Folders, values: dict[str, Any]) -> None:
    """`venv/cmake`: what the activation gives CMake to find the host's Python with."""
    host, build, name = folders
    facts = {
        "PREFIX": str(host),
        "INCLUDE": str(host / "include" / name),
        "SITE": str(host / "lib" / name / "site-packages"),
        "SOABI": values["SOABI"],
    }
    for path in (HERE / "cmake").rglob("*.cmake"):
        target = build / "venv" / path.relative_to(HERE)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        target.write_text(re.sub(r"@([A-Z]+)@", lambda found: facts[found[1]], text), "utf-8")


def glibc_version() -> str:
    """The one that the sysroot's headers declare, e.g. `2.17`; empty without a sysroot."""
    sysroot = os.environ.get("CONDA_BUILD_SYSROOT", "")
    features = Path(sysroot, "usr/include/features.h")
    if not sysroot or not features.is_file():
        return ""
    match = re.search(r"define\s+__GLIBC_MINOR__\s+(\d+)", features.read_text(encoding="utf-8"))
    return f"2.{match[1]}" if match else ""


def put_forwarders(host: Path, build: Path, name: str) -> None:
    """`python` in both prefixes leads to the cross interpreter; `build/bin/python3.x` does not."""
    shim = build / "bin/cross_python_shim"
    # Without the global lock the program has two names, and `python` leads to that without `t`.
    programs = (name, name.removesuffix("t"))
    for path in (host / "bin" / alias for alias in (*programs, "python", "python3")):
        # A new file in the host prefix would go into the package.
        if path.is_file() and (path.name in programs or not path.is_symlink()):
            put_link(path, shim)
    for path in (build / "bin/python", build / "bin/python3"):
        put_link(path, Path(shim.name))


def remove_other_data(stdlib: Path, data: Path) -> None:
    """Tools that look for `_sysconfigdata*.py` in the host prefix find only the right one."""
    for folder in (stdlib, stdlib / "lib-dynload"):
        for path in folder.glob("_sysconfigdata*.py"):
            if path != data:
                path.unlink()


def put_link(path: Path, target: Path) -> None:
    """A symbolic link in place of whatever is there."""
    path.unlink(missing_ok=True)
    path.symlink_to(target)


main()
