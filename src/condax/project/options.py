"""Options for each build system: shared libraries, nothing that is not asked for."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from condax.project.makefile import REFERENCE
from condax.recipe.scaffold.makefile import SharedLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.makefile import Makefile
    from condax.project.model import BuildSystem

BINDINGS = ("tcl", "python", "perl", "ruby", "java", "guile", "ada", "cxx-binding", "swig")
"""Bindings for languages that `configure` would build if it found them on this machine."""
OWN_SHARED = ("--with-shared", "--without-normal", "--without-debug")
"""What projects without libtool call shared libraries alone."""
PKG_CONFIG = ("--enable-pc-files", "--with-pkg-config-libdir")
UNWANTED = re.compile(
    r"-D(\w*BUILD_(?:EXAMPLES?|DOCS?|DOCUMENTATION|FUZZERS?|BENCHMARKS?|SAMPLES?)"
    r"|(?:BUILD|\w+?)_(?:EXAMPLES|BENCHMARKS|FUZZERS))"
)
HABITS = ("--disable-multi-os-directory", "--disable-stripping")
"""gcc's own folders such as lib64 are not conda's; `install -s` runs this machine's strip."""
ON_REQUEST = re.compile(r"--with-shared-\w+-library")
"""Links a shared library with what it needs, instead of leaving that to its users."""
TOOLS = ("CC", "CXX", "AR", "RANLIB", "NM", "STRIP", "LD")
KEPT_FLAG = re.compile(r"-(D\S+|I\S+|f\S+|std=\S+|pthread)")
OWN_OPTIONS = ("--shared", "--enable-shared")


def autotools_options(system: BuildSystem) -> tuple[str, ...]:
    """For `configure`."""
    known = system.knows
    options: list[str] = []
    if "--disable-static" in known or "--enable-static" in known:
        options.append("--disable-static")
    elif "--with-shared" in known:
        options += [option for option in OWN_SHARED if _is_known(option, known)]
    options += sorted(option for option in known if ON_REQUEST.fullmatch(option))
    options += [option for option in HABITS if option in known]
    if "--with-build-cc" in known:
        options.append('--with-build-cc="$CC_FOR_BUILD"')
    if all(_is_known(option, known) for option in PKG_CONFIG):
        options += ["--enable-pc-files", '--with-pkg-config-libdir="$PREFIX/lib/pkgconfig"']
    for name in BINDINGS:
        if {f"--disable-{name}", f"--enable-{name}"} & known:
            options.append(f"--disable-{name}")
        elif {f"--without-{name}", f"--with-{name}"} & known:
            options.append(f"--without-{name}")
    return tuple(options)


def _is_known(option: str, known: frozenset[str]) -> bool:
    """Whether `configure` has an option in its positive or negative form."""
    pairs = (("--without-", "--with-"), ("--with-", "--without-"), ("--enable-", "--disable-"))
    other = next((option.replace(a, b, 1) for a, b in pairs if option.startswith(a)), option)
    return option in known or other in known


def cmake_options(system: BuildSystem) -> tuple[str, ...]:
    """For CMake: shared libraries; no examples, documentation and benchmarks."""
    shared = ("-DBUILD_SHARED_LIBS=ON",) if "is-switchable" in system.knows else ()
    names = sorted(option.removesuffix("=OFF") for option in system.knows)
    if system.check:
        # Examples are what some projects test with.
        names = [name for name in names if not name.endswith(("EXAMPLE", "EXAMPLES"))]
    chosen = [name for name in names if UNWANTED.fullmatch(name)]
    chosen += [f"-D{switch}" for switch in unbuilt_switches(system)]
    return (*shared, *(f"{name}=OFF" for name in sorted(set(chosen))))


def unbuilt_switches(system: BuildSystem) -> list[str]:
    """CMake's switches for parts in another language than the project itself."""
    known = (each.partition("needs-language:")[2] for each in system.knows)
    return sorted(switch for switch in known if f"-D{switch}" in system.knows)


def meson_options(system: BuildSystem) -> tuple[str, ...]:
    """For Meson: no examples and documentation, in the words of each option's type."""
    off = {"boolean": "false", "feature": "disabled"}
    options = []
    for option in sorted(system.knows):
        name, _, kind = option.partition(":")
        is_unwanted = re.fullmatch(r"-D(build[-_])?(examples?|docs?|documentation|gtk_doc)", name)
        if is_unwanted and kind in off:
            options.append(f"{name}={off[kind]}")
    return tuple(options)


def own_configure_options(system: BuildSystem) -> tuple[str, ...]:
    """For a `configure` of another kind: zlib's builds a shared library only if it is asked to."""
    return tuple(option for option in OWN_OPTIONS[:1] if option in system.knows)


def makefile_options(system: BuildSystem) -> tuple[str, ...]:
    """Variables for the command line: tools as the environment has them, flags with its own."""
    makefile = system.makefile
    if makefile is None:
        return ()
    options = [f'{name}="${name}"' for name in TOOLS if f"var:{name}" in system.knows]
    if "CFLAGS" in makefile.variables and not makefile.variables["CFLAGS"].is_default:
        own = " ".join(_own_flags(makefile, "CFLAGS"))
        options.append(f'CFLAGS="$CPPFLAGS $CFLAGS{" " + own if own else ""}"')
    if "LDFLAGS" in makefile.variables and not makefile.variables["LDFLAGS"].is_default:
        options.append('LDFLAGS="$LDFLAGS"')
    if "var:BUILD_STATIC" in system.knows:
        options.append("BUILD_STATIC=no")
    return tuple(options)


def _own_flags(makefile: Makefile, name: str) -> Iterator[str]:
    """What the makefile's flags say beside optimisation, debugging and warnings."""
    for word in makefile.expand(makefile.variables[name].value).split():
        if KEPT_FLAG.fullmatch(word) and not REFERENCE.search(word):
            yield word.replace('"', '\\"')


def makefile_targets(system: BuildSystem) -> tuple[str, ...]:
    """Targets to build where the default one would run the tests at once; else empty."""
    makefile = system.makefile
    if makefile is None or makefile.default not in makefile.rules:
        return ()
    parts = makefile.rules[makefile.default].prerequisites
    tests = {"test", "check", "tests"}
    if tests.isdisjoint(parts):
        return ()
    return tuple(shlex.quote(part) for part in parts if part not in tests)


def shared_library(system: BuildSystem) -> SharedLibrary | None:
    """The library that a second makefile links, if there is one."""
    for known in sorted(system.knows):
        if known.startswith("shared:"):
            _, path, soname, file = known.split(":")
            return SharedLibrary(makefile=path, soname=soname, file=file)
    return None
