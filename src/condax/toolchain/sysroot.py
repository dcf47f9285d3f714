"""A sysroot from the zig wheel: glibc's headers, stub libraries and start-up objects.

The tree has the layout of conda-forge's `sysroot_<target>` packages,
`<triplet>/sysroot/{lib64,usr/include,usr/lib64}`, and any glibc floor that zig has data for.
"""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.errors import UnsupportedPlatformError
from condax.system.files import temporary_directory, write_text
from condax.toolchain import stubs
from condax.toolchain.configure.answers import render_libc_site
from condax.toolchain.configure.libc import LIBC_SITE, libc_answers
from condax.toolchain.glibc_abi import Symbol, Version, parse_abilists
from condax.toolchain.glibc_sources import SOURCES, GlibcSources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.platforms import Platform
    from condax.toolchain.zig import Zig

NATIVE = Path(__file__).parent / "native"

START_WITHOUT_CALLBACKS = Version(2, 34)
"""From 2.34 on `__libc_start_main` runs constructors itself."""

STAT_EXPORTED = Version(2, 33)
"""From 2.33 on `stat` and `mknod` are exported; before, `libc_nonshared.a` has them."""


_NONSHARED = (
    "stdlib/atexit.c",
    "stdlib/at_quick_exit.c",
    "sysdeps/pthread/pthread_atfork.c",
    "debug/stack_chk_fail_local.c",
)
_NONSHARED_STAT = tuple(
    f"io/{name}-2.32.c"
    for name in (
        *("stat", "fstat", "lstat", "stat64", "fstat64", "lstat64"),
        *("fstatat", "fstatat64", "mknod", "mknodat"),
    )
)
_NONSHARED_INIT = ("csu/elf-init-2.33.c",)


@dataclass(frozen=True, kw_only=True, slots=True)
class SysrootBuild:
    """Everything that the steps of one sysroot share."""

    zig: Zig
    platform: Platform
    floor: Version
    root: Path
    """`<triplet>/sysroot`, the folder that `--sysroot` will name."""
    symbols: tuple[Symbol, ...]
    """What the libraries export."""

    @property
    def include(self) -> Path:
        """Where headers go."""
        return self.root / "usr" / "include"

    @property
    def lib(self) -> Path:
        """The one real library folder; every other spelling links to it."""
        return self.root / "usr" / (self.platform.system_libdir or "lib")

    @property
    def glibc(self) -> Path:
        """Zig's glibc sources."""
        return self.zig.lib / "libc" / "glibc"

    @property
    def sources(self) -> GlibcSources:
        """Where those sources keep what belongs to this CPU."""
        return SOURCES[self.platform.zig_cpu or ""]

    def compile(self, source: Path, output: Path, flags: Sequence[str]) -> None:
        """Compile one file for the target."""
        self.zig.tool(
            "clang",
            [
                f"--target={self.platform.conda_triplet}",
                *("-nostdinc", "-isystem", str(self.zig.lib / "include")),
                *("-O2", "-fPIC", "-g0", "-w", "-fno-stack-protector", "-ffunction-sections"),
                *(*flags, "-c", str(source), "-o", str(output)),
            ],
        )


def build_sysroot(zig: Zig, platform: Platform, floor: str, prefix: Path) -> Path:
    """Write `<prefix>/<triplet>/sysroot` for `platform` with glibc `floor`; returns that folder.

    Raises `UnsupportedPlatformError` where zig carries no glibc for the platform.
    """
    if platform.zig_cpu not in SOURCES or platform.conda_triplet is None or not platform.is_elf:
        raise UnsupportedPlatformError(
            f"there is no glibc sysroot for {platform.subdir!r}",
            hint="choose a linux target",
        )
    version = Version.parse(floor)
    abilists = (zig.lib / "libc" / "glibc" / "abilists").read_bytes()
    build = SysrootBuild(
        zig=zig,
        platform=platform,
        floor=version,
        root=prefix / platform.conda_triplet / "sysroot",
        symbols=parse_abilists(abilists, target=platform.zig_target(), floor=version),
    )
    _copy_headers(build)
    build.lib.mkdir(parents=True, exist_ok=True)
    _link_libdirs(build)
    answers = libc_answers(build.include, build.symbols, build.platform)
    write_text(build.root / LIBC_SITE, render_libc_site(answers))
    with temporary_directory(prefix) as scratch, ThreadPoolExecutor(2) as pool:
        steps = [
            pool.submit(step, build, scratch)
            for step in (_write_stubs, _write_crt, _write_nonshared)
        ]
        for step in steps:
            step.result()
    return build.root


def _copy_headers(build: SysrootBuild) -> None:
    """Merge zig's four header trees; the more specific one wins."""
    include = build.include
    headers = build.zig.lib / "libc" / "include"
    name = build.sources.headers
    for part in ("any-linux-any", f"{name}-linux-any", "generic-glibc", f"{name}-linux-gnu"):
        shutil.copytree(headers / part, include, dirs_exist_ok=True, copy_function=shutil.copyfile)
    features = include / "features.h"
    # Zig passes this macro on every command line; here the headers know their own version.
    before = "/* zig patch: we pass `-D__GLIBC_MINOR__=XX` depending on the target. */"
    text = features.read_text(encoding="utf-8")
    assert before in text, "zig's features.h has another shape than the supported zig minor"
    define = f"#define __GLIBC_MINOR__ {build.floor.minor}"
    write_text(features, text.replace(before, define))


def _link_libdirs(build: SysrootBuild) -> None:
    """Give every spelling of the library folder that linkers and recipes use."""
    name = build.lib.name
    links = {"lib64": f"usr/{name}", "lib": f"usr/{name}", "usr/lib": name, "usr/lib64": name}
    for link, target in links.items():
        path = build.root / link
        if path != build.lib and not path.is_symlink():
            path.symlink_to(target)


def _write_stubs(build: SysrootBuild, scratch: Path) -> None:
    merged = build.floor >= stubs.MERGED_INTO_LIBC
    sonames = {
        library: soname
        for library, soname in stubs.SONAMES.items()
        if not (merged and library in stubs.MERGED)
    }
    interpreter = Path(build.platform.elf_interpreter or "").name
    for library, soname in {**sonames, "ld": interpreter}.items():
        of_library = [symbol for symbol in build.symbols if symbol.library == library]
        _link_stub(build, scratch, soname, _stub_sources(scratch, library, of_library))
    for library, soname in sonames.items():
        if library != "c":
            (build.lib / f"lib{library}.so").symlink_to(soname)
    for library in stubs.MERGED if merged else ():
        write_text(build.lib / f"lib{library}.a", "!<arch>\n")
    # Absolute names inside the sysroot, as glibc's own script has them: lld looks them up below
    # --sysroot because the script itself lies there.
    where = f"/usr/{build.lib.name}"
    script = (
        f"GROUP ( {where}/libc.so.6 {where}/libc_nonshared.a"
        f" AS_NEEDED ( {where}/{interpreter} ) )\n"
    )
    write_text(build.lib / "libc.so", script)


def _stub_sources(scratch: Path, library: str, symbols: list[Symbol]) -> tuple[Path, Path]:
    source, version_map = scratch / f"{library}.s", scratch / f"{library}.map"
    write_text(source, stubs.render_stub(library, symbols))
    write_text(version_map, stubs.render_version_map(symbols))
    return source, version_map


def _link_stub(build: SysrootBuild, scratch: Path, soname: str, sources: tuple[Path, Path]) -> None:
    source, version_map = sources
    stub = scratch / f"{soname}.o"
    build.compile(source, stub, ())
    build.zig.tool(
        "ld.lld",
        [
            *("-shared", "-soname", soname, "--version-script", str(version_map)),
            *("--undefined-version", "--hash-style=gnu", "-s"),
            *("-o", str(build.lib / soname), str(stub)),
        ],
    )


def _include_flags(build: SysrootBuild) -> list[str]:
    """Glibc's own include order, most specific first."""
    sysdeps = build.glibc / "sysdeps"
    linux = sysdeps / "unix" / "sysv" / "linux"
    folders = [
        build.glibc / "include",
        *(linux / name for name in build.sources.sysdeps),
        *(sysdeps / name / "nptl" for name in build.sources.nptl),
        *(linux / "generic", linux / "include", linux, sysdeps / "nptl", sysdeps / "pthread"),
        sysdeps / "unix" / "sysv",
        *(sysdeps / "unix" / name for name in build.sources.sysdeps),
        sysdeps / "unix",
        *(sysdeps / name for name in build.sources.sysdeps),
        *(sysdeps / "generic", build.glibc, build.include),
    ]
    return [flag for folder in folders for flag in ("-I", str(folder))]


def _write_crt(build: SysrootBuild, scratch: Path) -> None:
    """`crt1.o`, `Scrt1.o`, and the objects that gcc-style link lines name around them."""
    old = build.floor < START_WITHOUT_CALLBACKS
    first = build.sources.sysdeps[0]
    start = build.glibc / "sysdeps" / first / ("start-2.33.S" if old else "start.S")
    internal = [
        *("-D_LIBC_REENTRANT", "-DMODULE_NAME=libc", "-DTOP_NAMESPACE=glibc"),
        *("-DASSEMBLER", "-Wa,--noexecstack"),
    ]
    preludes = [
        flag
        for name in ("libc-modules.h", "libc-symbols.h")
        for flag in ("-include", str(build.glibc / "include" / name))
    ]
    csu = build.glibc / "csu"
    includes = _include_flags(build)
    parts = {
        "start": (start, [*includes, *internal, *preludes, "-DPIC", "-DSHARED"]),
        "abi-note": (csu / "abi-note.S", ["-I", str(csu), *includes, *internal]),
        "init": (csu / "init.c", []),
    }
    objects = []
    for name, (source, flags) in parts.items():
        objects.append(scratch / f"crt-{name}.o")
        build.compile(source, objects[-1], flags)
    build.zig.tool("ld.lld", ["-r", "-o", str(build.lib / "crt1.o"), *map(str, objects)])
    shutil.copyfile(build.lib / "crt1.o", build.lib / "Scrt1.o")
    for name in ("crti.o", "crtn.o", "crtend.o", "crtendS.o"):
        build.compile(NATIVE / "empty.c", build.lib / name, ())
    build.compile(NATIVE / "crtbegin.c", build.lib / "crtbegin.o", ())
    build.compile(NATIVE / "crtbegin.c", build.lib / "crtbeginS.o", ["-DSHARED"])


def _write_nonshared(build: SysrootBuild, scratch: Path) -> None:
    """`libc_nonshared.a`: what glibc links into every program instead of exporting it."""
    names = [*_NONSHARED]
    if build.floor < STAT_EXPORTED:
        names.extend(_NONSHARED_STAT)
    if build.floor < START_WITHOUT_CALLBACKS:
        names.extend(_NONSHARED_INIT)
    flags = [
        *("-std=gnu11", "-fgnu89-inline", "-fmerge-all-constants", "-frounding-math"),
        *("-fno-common", "-fmath-errno", "-ftls-model=initial-exec"),
        *(*_include_flags(build), "-DNO_INITFINI", "-D_LIBC_REENTRANT", "-DMODULE_NAME=libc"),
        *("-include", str(build.glibc / "include" / "libc-modules.h")),
        *("-include", str(build.glibc / "include" / "libc-symbols.h")),
        *("-DPIC", "-DLIBC_NONSHARED=1", "-DTOP_NAMESPACE=glibc"),
    ]
    objects = [scratch / Path(name).with_suffix(".o").name for name in names]
    with ThreadPoolExecutor(2) as pool:
        list(
            pool.map(
                lambda pair: build.compile(build.glibc / pair[0], pair[1], flags),
                zip(names, objects, strict=True),
            )
        )
    archive = build.lib / "libc_nonshared.a"
    build.zig.tool("ar", ["rcsD", str(archive), *map(str, objects)])
