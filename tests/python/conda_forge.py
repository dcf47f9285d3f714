"""What conda-forge's `cross-python_<target>` does to a build and a host prefix, around crossenv.

Its script cannot be had from PyPI as crossenv can; these are the effects that it has on Linux.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from condax.platforms import Platform

CROSSENV = "crossenv==1.5.0"
"""The one in conda-forge's channel. 1.6 names a `sys.executable` that their script removes."""

NAME = f"python{sys.version_info.major}.{sys.version_info.minor}"


def set_up(target: Platform, variables: dict[str, str]) -> dict[str, str]:
    """Lay the cross interpreter out; the variables with those that it adds."""
    build, host = Path(variables["BUILD_PREFIX"]), Path(variables["PREFIX"])
    conda = re.sub("[.-]", "_", str(target.conda_triplet))
    data = host / "lib" / NAME / f"_sysconfigdata_{conda}.py"
    for path in data.parent.glob("_sysconfigdata*.py"):
        if path != data:
            path.unlink()
    make_venv(target, data, variables)
    correct_tags(build / "venv/lib/packaging-tags-patch.py")
    shutil.copyfile(data, build / "venv/lib" / data.name)
    write_interpreter(build, host)
    share_packages(build, host)
    with (build / "meson_cross_file.txt").open("a", encoding="utf-8") as file:
        file.write(f"python = '{host}/bin/python'\n")
    return {
        **variables,
        "PYTHONPATH": f"{build}/venv/lib/{NAME}/site-packages",
        "PYO3_CROSS_LIB_DIR": str(data.parent),
        "PYO3_CROSS_INCLUDE_DIR": f"{host}/include",
        "PYO3_CROSS_PYTHON_VERSION": NAME.removeprefix("python"),
        "PYO3_CROSS_PYTHON_IMPLEMENTATION": "CPython",
    }


def make_venv(target: Platform, data: Path, variables: dict[str, str]) -> None:
    """crossenv asks `CC` what it is for, and warns where it does not like the answer."""
    host = Path(variables["PREFIX"])
    options = {
        "--sysroot": variables["CONDA_BUILD_SYSROOT"],
        "--sysconfigdata-file": str(data),
        "--machine": str(target.kernel_arch),
        "--cc": variables["CC"],
    }
    words = [word for option in options.items() for word in option]
    python = [sys.executable, "-m", "crossenv", str(host / "bin/python"), "--without-pip"]
    done = subprocess.run(
        [*python, *words, f"{variables['BUILD_PREFIX']}/venv"],
        env={**variables, "PYTHONPATH": f"{host}/lib/{NAME}/site-packages"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def correct_tags(patch: Path) -> None:
    """conda-forge's crossenv is patched: PyPI's makes wheels for `ppc64le`, not `linux_ppc64le`."""
    text = patch.read_text(encoding="utf-8")
    assert text.count("yield from archs") == 1
    tags = 'yield from (f"linux_{arch}" for arch in archs)'
    patch.write_text(text.replace("yield from archs", tags), encoding="utf-8")


def write_interpreter(build: Path, host: Path) -> None:
    """`python` of both prefixes is crossenv's, which finds the build prefix's packages first."""
    venv = build / "venv"
    text = (venv / "cross/bin/python").read_text(encoding="utf-8")
    text = re.sub("extra_envs = .*", "extra_envs = []", text)
    text = text.replace("import sys\n", f"import sys\nsys.argv[0] = '{host}/bin/python'\n", 1)
    places = (f"{venv}/lib", f"{build}/lib/{NAME}/lib-dynload", f"{venv}/lib/{NAME}/site-packages")
    text = text.replace(f"'{venv}/lib'", ", ".join(map(repr, places)), 1)
    cross = venv / "bin/cross-python"
    cross.write_text(text, encoding="utf-8")
    cross.chmod(0o755)
    for python in (venv / "build/bin/python", host / "bin" / NAME, build / "bin/python"):
        python.unlink()
    (venv / "build/bin/python").symlink_to(build / "bin" / NAME)
    for python in (host / "bin" / NAME, build / "bin/python"):
        python.symlink_to(build / "bin/cross_python_shim")
    shutil.rmtree(venv / "cross")
    # `site` is frozen from 3.11 on, so that the one beside it is not found.
    if sys.version_info >= (3, 11):
        (venv / "lib/sitecustomize.py").symlink_to(venv / "lib/site.py")


def share_packages(build: Path, host: Path) -> None:
    """The build prefix gets the host's, without compiled modules."""
    site = Path("lib", NAME, "site-packages")
    compiled = shutil.ignore_patterns("*.so", "*.dylib")
    shutil.copytree(host / site, build / site, ignore=compiled, dirs_exist_ok=True)
    (build / "venv" / site).rmdir()
    (build / "venv" / site).symlink_to(build / site)
