"""The conda packages of the toolchain, each laid out in a folder and packed.

| package | subdir | holds |
|---|---|---|
| `condax-zig` | build | zig and clang's own headers |
| `condax-binutils` | build | addr2line, nm, strip, objcopy, objdump, readelf, strings, size |
| `sysroot_<target>` | noarch | glibc's headers, stubs and start-up objects |
| `zigcc_impl_<target>` | build | wrappers, clang configuration, compiler runtime |
| `zigcc_<target>` | build | activation |

`cross-python_<target>` is made in `condax.python.cross`.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from condax.channel.archive import LINK, PackageSpec, tree_of, write_conda
from condax.platforms import NOARCH
from condax.system.files import sha256_of, temporary_directory, write_text
from condax.toolchain import activation, wrappers
from condax.toolchain.builtins import build_atomic, build_builtins
from condax.toolchain.configure.answers import answers_file, parse_answers, render_site
from condax.toolchain.sysroot import NATIVE, build_sysroot

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from condax.platforms import Platform
    from condax.toolchain.zig import Zig

BINUTILS_VERSION = "2.40"
"""GNU binutils version whose options and output `condax-binutils` follows."""

ZIG_LICENSE = "MIT AND Apache-2.0 WITH LLVM-exception"
GLIBC_LICENSE = "LGPL-2.1-or-later"


class ZigFile(Enum):
    """How the 186 MB of zig come into `condax-zig`."""

    COPY = "copy"
    """In full: the package can go anywhere."""
    LINK = "link"
    """As a link to the installed wheel: for channels that never leave this machine."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GnuRuntime:
    """Versions of gcc's and glibc's packages that a channel offers for one target."""

    gcc: str
    """Of `libgcc-devel_<target>` and `libstdcxx-devel_<target>`."""
    glibc: str
    """Of `sysroot_<target>`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Workshop:
    """What making one package needs."""

    zig: Zig
    build: Platform
    """Machine that the tools run on."""
    channel: Path
    """Packages are written into its subdirs."""
    shelf: Path | None = None
    """Where packages that take long to make outlive the channel, which each condax has anew."""
    gnu: Mapping[str, GnuRuntime] = field(default_factory=dict)
    """Subdirs of the targets whose sysroot and C++ runtime another channel has."""

    @property
    def folder(self) -> Path:
        """Where packages of tools go."""
        return self.channel / self.build.subdir

    def sysroot_name(self, target: Platform) -> str:
        """rattler-build learns the system's libraries from a package of just this name."""
        return f"sysroot_{target.subdir}"


def pack(workshop: Workshop, spec: PackageSpec, files: Path) -> Path:
    """Pack `files`, with a build string that says what is in them and ends as `spec.build`."""
    digest = hashlib.sha256()
    for path in tree_of(files):
        what = str(path.readlink()) if path.is_symlink() else sha256_of(path)
        digest.update(f"{path.relative_to(files)}\0{what}\n".encode())
    digest.update(repr((spec.depends, spec.strong_run_exports)).encode())
    named = PackageSpec(
        name=spec.name,
        version=spec.version,
        build="_".join(filter(None, (f"h{digest.hexdigest()[:7]}_0", spec.build))),
        subdir=spec.subdir,
        depends=spec.depends,
        strong_run_exports=spec.strong_run_exports,
        license=spec.license,
        summary=spec.summary,
    )
    return write_conda(named, files, workshop.channel / spec.subdir.subdir)


def package_zig(workshop: Workshop, zig_file: ZigFile) -> Path:
    """`condax-zig`: the binary and clang's resource headers."""
    zig = workshop.zig
    with temporary_directory(workshop.channel) as files:
        library = files / wrappers.LIBRARY
        shutil.copytree(zig.lib / "include", files / wrappers.RESOURCES / "include")
        if zig_file is ZigFile.LINK:
            (library / "zig").symlink_to(zig.executable)
        else:
            shutil.copy2(zig.executable, library / "zig")
        spec = PackageSpec(
            name="condax-zig",
            version=zig.version,
            build=LINK if zig_file is ZigFile.LINK else "",
            subdir=workshop.build,
            license=ZIG_LICENSE,
            summary="The zig binary with clang, lld and LLVM's archiver inside",
        )
        return pack(workshop, spec, files)


def package_sysroot(workshop: Workshop, target: Platform, floor: str) -> Path:
    """`sysroot_<target>`, version = the glibc floor."""
    with temporary_directory(workshop.channel) as files:
        build_sysroot(workshop.zig, target, floor, files)
        spec = PackageSpec(
            name=workshop.sysroot_name(target),
            version=floor,
            build="",
            subdir=NOARCH,
            strong_run_exports=(f"__glibc >={floor},<3.0.a0",),
            license=GLIBC_LICENSE,
            summary=f"Headers and stub libraries of glibc {floor} for {target.subdir}",
        )
        return pack(workshop, spec, files)


def package_impl(workshop: Workshop, target: Platform) -> Path:
    """`zigcc_impl_<target>`: everything that compiles, and no activation."""
    triplet = target.conda_triplet or ""
    with temporary_directory(workshop.channel) as files:
        runtime = files / wrappers.RESOURCES / "lib" / "linux"
        runtime.mkdir(parents=True)
        archive = f"libclang_rt.builtins-{target.zig_cpu}.a"
        build_builtins(workshop.zig, target, runtime / archive)
        # Clang looks here last: the shared one of a dependency comes first.
        last = files / wrappers.RESOURCES / "lib" / triplet
        last.mkdir()
        build_atomic(workshop.zig, target, last / "libatomic.a")
        _write_libgcc(files / wrappers.LIBRARY / triplet, f"../clang/lib/linux/{archive}")
        _write_crt(workshop, target, files / wrappers.LIBRARY / triplet)
        write_text(files / wrappers.LIBRARY / f"{triplet}.cfg", wrappers.render_config(target))
        _write_descriptions(workshop, target, files / wrappers.SHARE)
        programs = files / "bin"
        programs.mkdir()
        names = (*wrappers.C_TOOLS, *wrappers.BINARY_TOOLS)
        wrapper = programs / f"{triplet}-{names[0]}"
        wrappers.compile_wrapper(workshop.zig, workshop.build, wrapper)
        for name in names[1:]:
            shutil.copy2(wrapper, programs / f"{triplet}-{name}")
        for name in wrappers.BINUTILS:
            (programs / f"{triplet}-{name}").symlink_to("condax-binutils")
        spec = PackageSpec(
            name=f"zigcc_impl_{target.subdir}",
            version=workshop.zig.version,
            build="",
            subdir=workshop.build,
            depends=(
                f"condax-zig =={workshop.zig.version}",
                "condax-binutils",
                workshop.sysroot_name(target),
            ),
            license=f"BSD-3-Clause AND {ZIG_LICENSE}",
            summary=f"C compiler for {target.subdir}: zig's clang behind gcc's names",
        )
        return pack(workshop, spec, files)


def _write_descriptions(workshop: Workshop, target: Platform, folder: Path) -> None:
    """What build systems read: CMake's toolchain file and autoconf's site file."""
    cmake = activation.render_cmake_toolchain(workshop.build, target)
    write_text(folder / f"{target.conda_triplet}.cmake", cmake)
    known = answers_file(target)
    answers = parse_answers(known.read_text(encoding="utf-8")) if known.exists() else {}
    write_text(folder / f"{target.conda_triplet}.site", render_site(target, answers))


def write_activation(files: Path, name: str, *, activate: str, deactivate: str) -> None:
    """Put the two scripts of the package `name` where conda sources them from."""
    for folder, text in (("activate", activate), ("deactivate", deactivate)):
        write_text(files / "etc" / "conda" / f"{folder}.d" / f"{folder}-{name}.sh", text)


def package_activation(workshop: Workshop, target: Platform) -> Path:
    """`zigcc_<target>`: what `compiler("c")` resolves to."""
    name = f"zigcc_{target.subdir}"
    version = workshop.zig.version
    platforms = dict.fromkeys((target, workshop.build))
    with temporary_directory(workshop.channel) as files:
        write_activation(
            files,
            name,
            activate=activation.render_activate(workshop.build, target, name),
            deactivate=activation.render_deactivate(workshop.build, target, name),
        )
        note = f"{workshop.build.conda_triplet}-ld adds lib/ of this prefix to the rpath.\n"
        write_text(files / wrappers.LIBRARY / f"{workshop.build.conda_triplet}.rpath", note)
        spec = PackageSpec(
            name=name,
            version=version,
            build="",
            subdir=workshop.build,
            depends=tuple(f"zigcc_impl_{each.subdir} =={version}" for each in platforms),
            summary=f"Activation of the C compiler for {target.subdir}",
        )
        return pack(workshop, spec, files)


def package_binutils(workshop: Workshop) -> Path:
    """`condax-binutils`, compiled with the build machine's own packages of the channel."""
    build = workshop.build
    with temporary_directory(workshop.channel) as files, temporary_directory(files) as prefix:
        build_sysroot(workshop.zig, build, build.min_libc or "", prefix)
        resources = prefix / wrappers.RESOURCES
        runtime = resources / "lib" / "linux" / f"libclang_rt.builtins-{build.zig_cpu}.a"
        write_text(runtime, "!<arch>\n")
        (resources / "include").symlink_to(workshop.zig.lib / "include")
        payload = prefix / "payload"
        (payload / "bin").mkdir(parents=True)
        program = payload / "bin" / "condax-binutils"
        wrappers.compile_binutils(workshop.zig, build, prefix, program)
        spec = PackageSpec(
            name="condax-binutils",
            version=BINUTILS_VERSION,
            build="",
            subdir=build,
            summary="nm, objcopy, readelf, strip and their like for the ELF files of every target",
        )
        return pack(workshop, spec, payload)


def _write_crt(workshop: Workshop, target: Platform, folder: Path) -> None:
    """Gcc's start-up objects, which a sysroot of a distribution does not have."""
    sources = {"crtbegin.o": "crtbegin.c", "crtbeginS.o": "crtbegin.c"}
    sources |= dict.fromkeys(("crtend.o", "crtendS.o"), "empty.c")
    for name, source in sources.items():
        shared = ("-DSHARED",) if name.endswith("S.o") else ()
        flags = (f"--target={target.conda_triplet}", "-O2", "-fPIC", "-g0", "-nostdinc", *shared)
        output = ("-c", str(NATIVE / source), "-o", str(folder / name))
        workshop.zig.tool("clang", [*flags, "-fno-stack-protector", *output])


def _write_libgcc(folder: Path, builtins: str) -> None:
    """The names under which gcc's drivers and build systems ask for the compiler runtime."""
    folder.mkdir(parents=True)
    (folder / "libgcc.a").symlink_to(builtins)
    write_text(folder / "libgcc_eh.a", "!<arch>\n")
    write_text(folder / "libgcc_s.so", "INPUT ( libgcc.a )\n")
