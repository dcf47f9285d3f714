"""Which environments a dependency belongs into, computed from what it is.

Three questions decide: does it run during the build (then it is for the build platform), does it
end up in or beside the package (then for the host platform), does both (then it is in both, and the
build platform's copy is only there where the platforms differ)?
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from condax.recipe.natures import Nature, nature_of

if TYPE_CHECKING:
    from collections.abc import Mapping

CROSS = "build_platform != host_platform"
"""The condition of whatever is needed only when crossing."""


class Environment(str, Enum):
    """Environments of a recipe; the values are the keys of `requirements`."""

    BUILD = "build"
    HOST = "host"
    RUN = "run"


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """One environment for a dependency."""

    environment: Environment
    reason: str
    """Why it is there."""
    only_when_crossing: bool = False
    """Natively the copy in `host` does it."""
    when_crossing: str
    """What is different when the build and the host platform are not the same."""


def _build(reason: str, *, copy: bool = False, crossing: str = "") -> Placement:
    said = "it is added for the build platform" if copy else "nothing: it is for the build platform"
    return Placement(
        environment=Environment.BUILD,
        reason=reason,
        only_when_crossing=copy,
        when_crossing=crossing or said,
    )


def _host(reason: str, crossing: str = "it is the host platform's, and cannot run") -> Placement:
    return Placement(environment=Environment.HOST, reason=reason, when_crossing=crossing)


def _run(reason: str) -> Placement:
    return Placement(
        environment=Environment.RUN,
        reason=reason,
        when_crossing="nothing: it is the host platform's in any case",
    )


RULES: Mapping[Nature, tuple[Placement, ...]] = MappingProxyType(
    {
        Nature.COMPILER: (
            _build(
                "it runs during the build",
                crossing="the one that writes code for the host platform is taken",
            ),
        ),
        Nature.PROGRAM: (_build("it runs during the build"),),
        Nature.LIBRARY: (
            _host("what is built is linked with it; its run-exports put it into run"),
        ),
        Nature.HEADERS: (
            _host("its headers are compiled in", "nothing: headers are for every platform"),
        ),
        Nature.LIBRARY_AND_PROGRAM: (
            _build("its program generates code during the build", copy=True),
            _host("what is built is linked with it; its run-exports put it into run"),
        ),
        Nature.INTERPRETER: (
            _build("it runs during the build", copy=True),
            _host("what is built is made for it"),
            _run("it runs what is built"),
        ),
        Nature.BUILD_IMPORT: (
            _build("the build imports it, and its compiled modules run", copy=True),
            _host("what is built is compiled against it"),
        ),
        Nature.BACKEND: (
            _host(
                "the build imports it from where python looks",
                "nothing: without compiled parts the build platform's python imports it as well",
            ),
        ),
        Nature.PYTHON: (_run("what is built imports it"),),
        Nature.MPI: (
            _build("its compiler wrappers run during the build", copy=True),
            _host("what is built is linked with it"),
            _run("what is built runs with it"),
        ),
        Nature.DATA: (_run("it is read at run time"),),
        Nature.TEST: (),
    }
)
"""Every nature with its environments, in the order of the sections."""


def place(nature: Nature, *, is_imported: bool = False) -> tuple[Placement, ...]:
    """Where something of this nature goes; `is_imported` if the finished package imports it too."""
    rules = RULES[nature]
    if is_imported and all(rule.environment is not Environment.RUN for rule in rules):
        return (*rules, _run("what is built imports it"))
    return rules


def placement_of(
    name: str, environment: Environment, *, nature: Nature | None = None
) -> Placement | None:
    """Why `name` is in `environment`; `None` if what it is does not belong there, or is unknown."""
    known = nature or nature_of(name)
    if known is None:
        return None
    is_imported = environment is Environment.RUN
    found = place(known, is_imported=is_imported and known is not Nature.PROGRAM)
    return next((each for each in found if each.environment is environment), None)
