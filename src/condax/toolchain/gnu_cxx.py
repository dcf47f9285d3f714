"""C++ with gcc's libstdc++: wrappers around packages that a channel offers.

The packages are laid out as conda-forge's: `sysroot_<target>` has glibc, `libgcc-devel_<target>`
and `libstdcxx-devel_<target>` have `lib/gcc/<triplet>/<version>`, and `libgcc` and `libstdcxx` are
what the result runs with.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from condax.channel.archive import PackageSpec
from condax.system.files import temporary_directory, write_text
from condax.toolchain import activation, wrappers
from condax.toolchain.packages import GnuRuntime, Workshop, pack, write_activation

if TYPE_CHECKING:
    from pathlib import Path

    from condax.platforms import Platform

COMPILER = "zigcxx_libstdcxx"
"""What the variant key `cxx_compiler` says: another runtime has to be another build string."""


def render_gnu_config(target: Platform, gcc: str) -> str:
    """The configuration file that takes the place of a target's own, with gcc's libraries."""
    triplet = target.conda_triplet
    own = f"<CFGDIR>/../gcc/{triplet}/{gcc}"
    headers = (f"{own}/include/c++", f"{own}/include/c++/{triplet}", f"{own}/include/c++/backward")
    lines = [
        f"# {triplet}: read by the compiler wrappers through --config.",
        f"-B{own}",
        f"-L{own}",
        f"-L<CFGDIR>/../../{triplet}/lib",
        f"@{triplet}.cfg",
        "-rtlib=libgcc",
        "--unwindlib=libgcc",
        "-stdlib=libstdc++",
        *(f"-stdlib++-isystem{folder}" for folder in headers),
    ]
    return "\n".join(lines) + "\n"


def package_gnu_impl(workshop: Workshop, target: Platform, runtime: GnuRuntime) -> Path:
    """`zigcxx_libstdcxx_impl_<target>`: wrappers and clang configuration."""
    triplet = target.conda_triplet or ""
    with temporary_directory(workshop.channel) as files:
        config = files / wrappers.LIBRARY / f"{triplet}.c++.cfg"
        write_text(config, render_gnu_config(target, runtime.gcc))
        programs = files / "bin"
        programs.mkdir()
        first, *others = (programs / f"{triplet}-{name}" for name in wrappers.CXX_TOOLS)
        wrappers.compile_wrapper(workshop.zig, workshop.build, first)
        for other in others:
            shutil.copy2(first, other)
        spec = PackageSpec(
            name=f"{COMPILER}_impl_{target.subdir}",
            version=workshop.zig.version,
            build="",
            subdir=workshop.build,
            depends=(
                f"zigcc_impl_{target.subdir} =={workshop.zig.version}",
                f"libgcc-devel_{target.subdir} =={runtime.gcc}",
                f"libstdcxx-devel_{target.subdir} =={runtime.gcc}",
            ),
            summary=f"C++ compiler for {target.subdir}: zig's clang with gcc's libstdc++",
        )
        return pack(workshop, spec, files)


def package_gnu_activation(workshop: Workshop, target: Platform, runtime: GnuRuntime) -> Path:
    """`zigcxx_libstdcxx_<target>`: what `compiler("cxx")` resolves to."""
    name, version = f"{COMPILER}_{target.subdir}", workshop.zig.version
    major = runtime.gcc.partition(".")[0]
    # Programs that a cross build makes for its own machine have libc++.
    native = () if target == workshop.build else (workshop.build.subdir,)
    runtime_packages = ("libcxx",) if native else ("libstdcxx", "libgcc")
    with temporary_directory(workshop.channel) as files:
        write_activation(
            files,
            name,
            activate=activation.render_cxx_activate(workshop.build, target, name),
            deactivate=activation.render_cxx_deactivate(name),
        )
        spec = PackageSpec(
            name=name,
            version=version,
            build="",
            subdir=workshop.build,
            depends=(
                f"zigcc_{target.subdir} =={version}",
                f"{COMPILER}_impl_{target.subdir} =={version}",
                *(f"zigcxx_impl_{subdir} =={version}" for subdir in native),
                *runtime_packages,
            ),
            strong_run_exports=(f"libstdcxx >={major}", f"libgcc >={major}"),
            summary=f"Activation of the C++ compiler for {target.subdir} with gcc's libstdc++",
        )
        return pack(workshop, spec, files)
