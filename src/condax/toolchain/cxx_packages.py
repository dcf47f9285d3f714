"""The conda packages of C++, made when a first package needs C++.

| package | subdir | holds |
|---|---|---|
| `libcxx` | target | libc++, libc++abi and libunwind, for running |
| `libcxx-devel_<target>` | noarch | their headers, and the libraries for linking |
| `zigcxx_impl_<target>` | build | wrappers, clang configuration |
| `zigcxx_<target>` | build | activation |
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from condax.channel.archive import PackageSpec
from condax.platforms import NOARCH
from condax.system.files import link_or_copy, refusals, temporary_directory, write_text
from condax.toolchain import activation, cxx_flat, cxx_headers, libcxx, wrappers
from condax.toolchain.packages import ZIG_LICENSE, Workshop, pack, write_activation
from condax.toolchain.sysroot import build_sysroot

if TYPE_CHECKING:
    from condax.platforms import Platform

LIBCXX_LICENSE = "Apache-2.0 WITH LLVM-exception"


def major(version: str) -> str:
    """The part of libc++'s version that packages are pinned to: its ABI only grows."""
    return version.partition(".")[0]


def package_libcxx(workshop: Workshop, target: Platform) -> list[Path]:
    """`libcxx` and `libcxx-devel_<target>`: from the workshop's shelf, or from one build."""
    if workshop.shelf is None:
        return _build_libcxx(workshop, target)
    folder = shelf_of_libcxx(workshop, workshop.shelf, target)
    if not folder.exists():
        _put_on_shelf(workshop, target, folder)
    made = []
    for archive in sorted(folder.glob("*/*.conda")):
        made.append(workshop.channel / archive.parent.name / archive.name)
        if not made[-1].exists():
            link_or_copy(archive, made[-1])
    return made


def shelf_of_libcxx(workshop: Workshop, shelf: Path, target: Platform) -> Path:
    """Where the packages of `package_libcxx` outlive their channel."""
    return shelf / f"libcxx-{_key(workshop)}" / target.subdir


def _put_on_shelf(workshop: Workshop, target: Platform, folder: Path) -> None:
    """Build what belongs into `folder`, unless another channel's process did meanwhile."""
    from filelock import FileLock

    with refusals(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Channels have locks of their own, and several share the shelf.
        lock = FileLock(f"{folder}.lock")
        lock.acquire()
    try:
        if folder.exists():
            return
        with temporary_directory(folder.parent) as scratch:
            for archive in _build_libcxx(workshop, target):
                link_or_copy(archive, scratch / "new" / archive.parent.name / archive.name)
            (scratch / "new").replace(folder)
    finally:
        lock.release()


def _key(workshop: Workshop) -> str:
    """Changes with whatever has a say in the library: zig, and these sources of condax."""
    digest = hashlib.sha256(workshop.zig.version.encode())
    here = Path(__file__).parent
    names = (
        *("libcxx.py", "cxx_headers.py", "cxx_trims.py", "cxx_flat.py", "unwinder.py"),
        cxx_headers.PROMISES.name,
        *("sysroot.py", "stubs.py", "glibc_abi.py", "glibc_sources.py", "builtins.py"),
    )
    natives = (path for path in (here / "native").glob("*.c") if path.name != "wrapper.c")
    for path in (*(here / name for name in names), *sorted(natives)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _build_libcxx(workshop: Workshop, target: Platform) -> list[Path]:
    version = workshop.zig.clang_version
    with temporary_directory(workshop.channel) as scratch:
        devel = scratch / "devel"
        own = devel / (target.conda_triplet or "")
        include = own / "sysroot" / "usr" / "include"
        cxx_headers.write_headers(workshop.zig, include)
        runtime = scratch / "runtime"
        build = libcxx.RuntimeBuild(
            zig=workshop.zig,
            platform=target,
            prefix=_install_compiler(workshop, target, scratch / "prefix"),
            headers=include / "c++" / "v1",
            scratch=scratch,
        )
        cxx_flat.write_flat_headers(build)
        libcxx.build_libraries(build, runtime / "lib")
        shutil.copytree(runtime / "lib", own / "lib")
        libcxx.write_archives(build, own / "lib")
        libcxx.write_link_scripts(own / "lib")
        specs = {
            runtime: PackageSpec(
                name="libcxx",
                version=version,
                build="",
                subdir=target,
                depends=(f"__glibc >={target.min_libc},<3.0.a0",),
                license=LIBCXX_LICENSE,
                summary="LLVM's C++ standard library, shared, with its unwinder",
            ),
            devel: PackageSpec(
                name=f"libcxx-devel_{target.subdir}",
                version=version,
                build="",
                subdir=NOARCH,
                license=LIBCXX_LICENSE,
                summary=f"Headers of LLVM's C++ standard library for {target.subdir}",
            ),
        }
        return [pack(workshop, spec, files) for files, spec in specs.items()]


def package_impl(workshop: Workshop, target: Platform) -> Path:
    """`zigcxx_impl_<target>`: what makes the C compiler one for C++, too."""
    triplet = target.conda_triplet or ""
    with temporary_directory(workshop.channel) as files:
        library = files / wrappers.LIBRARY
        write_text(library / f"{triplet}.c++.cfg", wrappers.render_cxx_config(target))
        programs = files / "bin"
        programs.mkdir()
        first, *others = (programs / f"{triplet}-{name}" for name in wrappers.CXX_TOOLS)
        wrappers.compile_wrapper(workshop.zig, workshop.build, first)
        for other in others:
            shutil.copy2(first, other)
        spec = PackageSpec(
            name=f"zigcxx_impl_{target.subdir}",
            version=workshop.zig.version,
            build="",
            subdir=workshop.build,
            depends=(
                f"zigcc_impl_{target.subdir} =={workshop.zig.version}",
                f"libcxx-devel_{target.subdir} =={workshop.zig.clang_version}",
            ),
            license=f"BSD-3-Clause AND {ZIG_LICENSE}",
            summary=f"C++ compiler for {target.subdir}: zig's clang behind gcc's names",
        )
        return pack(workshop, spec, files)


def package_activation(workshop: Workshop, target: Platform) -> Path:
    """`zigcxx_<target>`: what `compiler("cxx")` resolves to."""
    name = f"zigcxx_{target.subdir}"
    version = workshop.zig.version
    platforms = dict.fromkeys((target, workshop.build))
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
                *(f"zigcxx_impl_{each.subdir} =={version}" for each in platforms),
                # Programs that a build makes for its own machine run in the build environment.
                "libcxx",
            ),
            strong_run_exports=(f"libcxx >={major(workshop.zig.clang_version)}",),
            summary=f"Activation of the C++ compiler for {target.subdir}",
        )
        return pack(workshop, spec, files)


def _install_compiler(workshop: Workshop, target: Platform, prefix: Path) -> Path:
    """A prefix with the C compiler of the channel and the oldest sysroot of the target."""
    from rattler.package_streaming import extract

    pattern = f"zigcc_impl_{target.subdir}-{workshop.zig.version}-*.conda"
    [archive] = workshop.folder.glob(pattern)
    extract(archive, prefix)
    (prefix / wrappers.LIBRARY / "zig").symlink_to(workshop.zig.executable)
    (prefix / wrappers.RESOURCES / "include").symlink_to(workshop.zig.lib / "include")
    build_sysroot(workshop.zig, target, target.min_libc or "", prefix)
    return prefix
