"""`configure` scripts that autoconf did not write, such as zlib's, and Perl's `Configure`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.detectors.autotools import GENERATED, OPTION
from condax.project.makefile import parse_makefile
from condax.project.model import BuildSystem, Dependency, Fact, PkgConfigFile, System, Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree

LIBS = re.compile(r"^LIBS=(.*)$", re.MULTILINE)
PERL = re.compile(r"^#!.*\bperl\b")
QUOTED = re.compile(r'"([a-z]+)"')
FEATURES = frozenset({"ktls", "module"})
"""What OpenSSL can be told to have or not, in the versions whose script names it."""


@detector
def own_configure(tree: SourceTree) -> Iterator[Fact]:
    """At the top only: further down they belong to parts."""
    text = tree.text("configure")
    if text and not GENERATED.search(text[:4000]) and not tree.has("configure.ac"):
        makefile = parse_makefile(tree.text("Makefile.in"))
        knows = {f"--{a}-{b}" for a, b in OPTION.findall(text)}
        knows |= {f"--{name}" for name in re.findall(r"--([a-z]+)\s*[*=|)]", text)}
        yield BuildSystem(
            kind=System.OWN_CONFIGURE,
            where="configure",
            knows=frozenset(knows),
            check=next((t for t in ("check", "test") if t in makefile.rules), ""),
        )
    text = tree.text("Configure")
    if PERL.match(text.partition("\n")[0]):
        yield BuildSystem(
            kind=System.PERL_CONFIGURE,
            where="Configure",
            knows=frozenset(FEATURES & set(QUOTED.findall(text))),
            check="test",
        )
        yield Dependency(name="perl", written="perl", use=Use.BUILD, where="Configure:1")
        yield from _libraries(tree)


def _libraries(tree: SourceTree) -> Iterator[Fact]:
    """`LIBS=libcrypto libssl` of OpenSSL's `build.info`; each has a `.pc` file of its name."""
    match = LIBS.search(tree.text("build.info"))
    for name in match[1].split() if match else ():
        yield PkgConfigFile(name=name, libraries=(name.removeprefix("lib"),), where="build.info")
