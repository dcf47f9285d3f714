"""Stage 1: a recipe evaluated for one platform pair and one variant; nothing is conditional."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.recipe.pin import Pin
    from condax.recipe.values import SourceSpan


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedRequirement:
    """One match spec, or a pin, and the item of the recipe that it came from."""

    text: str
    """E.g. `python >=3.10`, `gcc_linux-aarch64 14.*`, `pin_subpackage("xz", exact=true)`."""
    pin: Pin | None = None
    span: SourceSpan | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """The name of the package."""
        if self.pin is not None:
            return self.pin.name
        spec = self.text.split("::")[-1].lstrip()
        end = next((i for i, c in enumerate(spec) if c in " =<>!~["), len(spec))
        return spec[:end].lower()


Specs = tuple[RenderedRequirement, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedRunExports:
    """Run-exports by kind."""

    weak: Specs = ()
    strong: Specs = ()
    noarch: Specs = ()
    weak_constraints: Specs = ()
    strong_constraints: Specs = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedRequirements:
    """The environments of an output; `build` runs on the build platform, `host` on the host."""

    build: Specs = ()
    host: Specs = ()
    run: Specs = ()
    run_constraints: Specs = ()
    run_exports: RenderedRunExports = RenderedRunExports()
    ignored_by_name: tuple[str, ...] = ()
    ignored_from_package: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedScript:
    """The commands of a build or a test.

    v1 commands keep their `${{ … }}`: rattler-build evaluates them when the script runs.
    """

    content: tuple[str, ...] = ()
    file: str | None = None
    interpreter: str | None = None
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedSource:
    """One source: `url`, `git` or `path` is given."""

    url: tuple[str, ...] = ()
    sha256: str | None = None
    md5: str | None = None
    git: str | None = None
    rev: str | None = None
    tag: str | None = None
    branch: str | None = None
    path: str | None = None
    file_name: str | None = None
    target_directory: str | None = None
    patches: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedTest:
    """One test: its kind, and the fields that the kind has."""

    kind: str
    """`script`, `python`, `package_contents`, `downstream` or another key of the format."""
    script: RenderedScript = RenderedScript()
    run: Specs = ()
    build: Specs = ()
    files: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict)
    """Whatever the kind says beside that, evaluated."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedOutput:
    """One package as it will be built, or a staging output."""

    name: str
    version: str
    number: int = 0
    is_staging: bool = False
    staging: str | None = None
    """Name of the staging output that it takes its files from."""
    string: str | None = None
    """`build.string` as written: it may use the hash, which only a build knows."""
    noarch: str | None = None
    skip: bool = False
    script: RenderedScript = RenderedScript()
    source: tuple[RenderedSource, ...] = ()
    requirements: RenderedRequirements = RenderedRequirements()
    tests: tuple[RenderedTest, ...] = ()
    about: Mapping[str, object] = field(default_factory=dict)
    entry_points: tuple[str, ...] = ()
    version_independent: bool = False
    is_top: bool = False
    """Whether it bears the name of the recipe's own package; only known of v0 recipes."""
    down_prioritize: str | None = None
    """As written: how far the solver is to prefer other variants."""
    use_keys: tuple[str, ...] = ()
    """Variant keys that tell packages apart although nothing reads them."""
    ignore_keys: tuple[str, ...] = ()
    """Variant keys that do not, although something reads them."""
    used: frozenset[str] = frozenset()
    """Names of variables that the evaluation read or `use_keys` names, platform names, context and
    `ignore_keys` left out."""
    span: SourceSpan | None = field(default=None, compare=False)
