"""`cross-python_<target>`: a Python of the build machine that reports the one it builds for.

What the packages hold is in `payload/`: the activation, `set_up.py`, which lays everything out once
a build, and `condax_cross_python.py`, which the interpreter starts with.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.channel.archive import PackageSpec
from condax.system.files import temporary_directory, write_text
from condax.toolchain.packages import pack
from condax.toolchain.sysroot import NATIVE
from condax.toolchain.wrappers import compile_freestanding

if TYPE_CHECKING:
    from condax.platforms import Platform
    from condax.toolchain.packages import Workshop

PAYLOAD = Path(__file__).parent / "payload"

RUNTIME = "condax-cross-python"
"""The package with everything that does not depend on the Python version or the target."""
RUNTIME_VERSION = "1"


@dataclass(frozen=True, kw_only=True, slots=True)
class CrossPython:
    """One Python version that `cross-python` is made for."""

    minor: int
    flags: str = ""
    """`t` without the global lock."""

    @property
    def language(self) -> str:
        """`3.13`."""
        return f"3.{self.minor}"

    @property
    def build_tag(self) -> str:
        """Last part of the build strings of conda-forge's `python`."""
        return f"cp3{self.minor}{self.flags}" if self.minor >= TAGGED_BY_ABI else "cpython"

    @property
    def spec(self) -> str:
        """What picks just this Python from a channel."""
        return f"python {self.language}.* *_{self.build_tag}"


TAGGED_BY_ABI = 13
"""First minor version whose build strings end in `cp313` or `cp313t` and not in `cpython`."""

VERSIONS = (
    *(CrossPython(minor=minor) for minor in range(10, 15)),
    *(CrossPython(minor=minor, flags="t") for minor in (13, 14)),
)


def package_name(target: Platform) -> str:
    """What recipes write as `cross-python_${{ target_platform }}`."""
    return f"cross-python_{target.subdir}"


def render_activate(target: Platform, python: CrossPython) -> str:
    """`etc/conda/activate.d/activate_z-cross-python_<target>.sh`; sorts after the compilers'."""
    return _fill("activate.sh", target, python)


def render_deactivate(target: Platform, python: CrossPython) -> str:
    """`etc/conda/deactivate.d/deactivate_z-cross-python_<target>.sh`."""
    return _fill("deactivate.sh", target, python)


def package_runtime(workshop: Workshop) -> Path:
    """`condax-cross-python`: the forwarder, the Python files and what CMake reads."""
    with temporary_directory(workshop.channel) as files:
        folder = files / "lib/condax/cross-python"
        folder.mkdir(parents=True)
        for path in sorted((*PAYLOAD.glob("*.py"), *PAYLOAD.rglob("*.cmake"))):
            target = folder / path.relative_to(PAYLOAD)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        shim = files / "bin/cross_python_shim"
        shim.parent.mkdir()
        compile_freestanding(workshop.zig, workshop.build, NATIVE / "python_shim.c", shim)
        spec = PackageSpec(
            name=RUNTIME,
            version=RUNTIME_VERSION,
            build="",
            subdir=workshop.build,
            summary="Lets a Python of the build machine report the one it builds for",
        )
        return pack(workshop, spec, files)


def package_cross_python(workshop: Workshop, target: Platform, python: CrossPython) -> Path:
    """`cross-python_<target>` for one Python version."""
    name = package_name(target)
    with temporary_directory(workshop.channel) as files:
        scripts = {
            "activate": render_activate(target, python),
            "deactivate": render_deactivate(target, python),
        }
        for verb, text in scripts.items():
            write_text(files / f"etc/conda/{verb}.d/{verb}_z-{name}.sh", text)
        spec = PackageSpec(
            name=name,
            version=python.language,
            build=python.build_tag,
            subdir=workshop.build,
            depends=(f"{RUNTIME} =={RUNTIME_VERSION}", python.spec),
            strong_run_exports=(python.spec,),
            summary=f"Python {python.language} that builds for {target.subdir}",
        )
        return pack(workshop, spec, files)


def _fill(template: str, target: Platform, python: CrossPython) -> str:
    values = {
        "PACKAGE": package_name(target),
        "VERSION": python.language + python.flags,
        "LANGUAGE": python.language,
        "TRIPLET": target.conda_triplet or "",
        "MACHINE": target.kernel_arch or "",
    }
    text = (PAYLOAD / template).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda match: values[match[1]], text)
