"""What a source tree says about itself: `ProjectFacts`, and the facts it is put together from.

Every fact names where it stands (`configure.ac:25`), so that a person can check it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from condax.project.makefile import Makefile


class System(str, Enum):
    """Kinds of build systems; the values are what users read and type."""

    AUTOTOOLS = "autotools"
    CMAKE = "cmake"
    MESON = "meson"
    MAKEFILE = "makefile"
    OWN_CONFIGURE = "own-configure"
    """A `configure` that autoconf did not write, such as zlib's."""
    PERL_CONFIGURE = "perl-configure"
    """A `Configure` in Perl with a table of platforms, such as OpenSSL's."""
    PYTHON = "python"
    CARGO = "cargo"
    GO = "go"
    R = "r"


class Use(str, Enum):
    """How a project uses something it depends on."""

    LINK = "link"
    """A library of the compiled code, or headers."""
    BUILD = "build"
    """A program that the build runs, or a build backend."""
    BUILD_REQUIRES = "build-requires"
    """An entry of `[build-system] requires`."""
    RUN = "run"
    TEST = "test"


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A candidate for the project's name."""

    value: str
    where: str
    weight: int
    """The heaviest wins: metadata made for it is 9, a folder's name 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A candidate for the version."""

    value: str
    where: str
    weight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AboutFact:
    """A piece of description: `key` is a field of a recipe's `about`."""

    key: str
    value: str
    where: str
    weight: int = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class LicenseFile:
    """A licence text and which licence it is."""

    path: str
    spdx: str | None
    """SPDX identifier, `None` for a text that is not among those known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """A language that the build compiles: `c`, `cxx`, `fortran`, `rust`, `go`, `cython`, `cuda`."""

    name: str
    where: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Dependency:
    """Something else that the project needs or can use."""

    name: str
    """Name of the conda package, or as written where none is known."""
    written: str
    """As the project writes it, e.g. `ZLIB`, `libffi >= 3.4`, `-lz`."""
    use: Use
    where: str
    constraint: str = ""
    """Version constraint in conda's spelling, e.g. `>=3.4`."""
    required: bool = True
    """Whether the build fails without it, as far as can be read."""
    condition: str = ""
    """Environment marker or the option that it depends on, as written."""
    is_known: bool = True
    """Whether the table of packages has the name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildSystem:
    """One way to build the project."""

    kind: System
    where: str
    """File that says so."""
    folder: str = "."
    """Where it is run, relative to the tree."""
    backend: str = ""
    """Python's build backend, e.g. `mesonpy`."""
    knows: frozenset[str] = frozenset()
    """Options and habits it has: `--disable-static`, `-DBUILD_SHARED_LIBS`, `is-generated` …"""
    languages: tuple[str, ...] = ()
    """Languages that it declares, if it declares any."""
    check: str = ""
    """Target or command of its own tests, empty if it has none."""
    makefile: Makefile | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InTreeProgram:
    """A program that the project builds and that its own build or installation runs."""

    name: str
    where: str
    is_installed: bool = False
    """The package has it, so that the build platform's package can lend it to a cross build."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InstalledProgram:
    """A program that the package will have, by what the build files say."""

    name: str
    where: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfigScripts:
    """A folder with autoconf's `config.sub` and `config.guess`."""

    folder: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PkgConfigFile:
    """A `.pc` file that the project installs."""

    name: str
    """Without the suffix."""
    libraries: tuple[str, ...]
    """What `Libs` links, without `-l`."""
    where: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PythonProject:
    """What Python metadata says beside names and dependencies."""

    modules: tuple[str, ...] = ()
    """Top-level modules that the installed project can import."""
    entry_points: tuple[str, ...] = ()
    """Console scripts, `name = module:function`."""
    requires_python: str = ""
    has_extensions: bool = False
    where: str = ""


Fact: TypeAlias = (
    Name
    | Version
    | AboutFact
    | LicenseFile
    | Language
    | Dependency
    | BuildSystem
    | InTreeProgram
    | InstalledProgram
    | ConfigScripts
    | PkgConfigFile
    | PythonProject
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectFacts:
    """Everything read from one source tree."""

    name: Name | None = None
    version: Version | None = None
    about: tuple[AboutFact, ...] = ()
    """At most one for each key."""
    licenses: tuple[LicenseFile, ...] = ()
    languages: tuple[Language, ...] = ()
    systems: tuple[BuildSystem, ...] = ()
    """The one that a recipe should use first."""
    dependencies: tuple[Dependency, ...] = ()
    in_tree_programs: tuple[InTreeProgram, ...] = ()
    installed_programs: tuple[InstalledProgram, ...] = ()
    config_scripts: tuple[ConfigScripts, ...] = ()
    pkg_config: tuple[PkgConfigFile, ...] = ()
    python: PythonProject | None = None
    conflicts: tuple[str, ...] = ()
    """Places that disagree about name or version, for the reader."""
