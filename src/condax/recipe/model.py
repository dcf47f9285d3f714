"""Stage 0: a recipe as written, the same types for `meta.yaml` (v0) and `recipe.yaml` (v1).

Names are those of the v1 format. Nothing is evaluated: every scalar is a `Text`, every condition a
`Conditional`. What the file says but no type holds is kept in `extra_fields`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from condax.recipe.values import NO_ENTRIES, Block, Data, Item, SourceSpan, Texts, Value

ExtraFields = tuple[tuple[str, Data], ...]
"""Keys that the model has no type for, with their values, in the order of the file."""


class RecipeFormat(str, Enum):
    """The two recipe formats of conda-forge."""

    V0 = "v0"
    """conda-build's `meta.yaml`: Jinja around YAML, selectors in comments."""
    V1 = "v1"
    """rattler-build's `recipe.yaml`: YAML with `${{ … }}` and `if/then/else`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ContextVariable:
    """A name that the recipe defines: an entry of v1's `context`, a `{% set %}` of v0."""

    name: str
    value: Data
    """A `Text`, a list of them, or either under a condition."""
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One entry of `source`: a download, a git repository or a folder."""

    url: Texts = ()
    """Places of the same file, tried in order."""
    sha256: Value = None
    md5: Value = None
    file_name: Value = None
    git: Value = None
    rev: Value = None
    """Commit, or whatever v0 calls `git_rev`."""
    tag: Value = None
    branch: Value = None
    path: Value = None
    patches: Texts = ()
    target_directory: Value = None
    extra_fields: ExtraFields = ()
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """What builds or tests: commands written in the recipe, or a file beside it."""

    content: Texts = ()
    """Commands; of a single one that names a file (`build.sh`) the file is run."""
    is_command: bool = False
    """A single command is none of the files beside the recipe, whatever their names."""
    file: Value = None
    interpreter: Value = None
    env: tuple[tuple[str, Value], ...] = ()
    secrets: Texts = ()
    extra_fields: ExtraFields = ()
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class PythonBuild:
    """`build.python`."""

    entry_points: Texts = ()
    version_independent: Value = None
    extra_fields: ExtraFields = ()
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class VariantKeys:
    """`build.variant`: which variant keys count for the build string."""

    use_keys: Texts = ()
    ignore_keys: Texts = ()
    down_prioritize: Value = None
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Build:
    """The `build` section; v0's run-exports and ignored run-exports are in `Requirements`."""

    number: Value = None
    string: Value = None
    script: Script | None = None
    noarch: Value = None
    skip: Texts = ()
    """Conditions (`Text`, without braces) of which any one skips the output."""
    python: PythonBuild = PythonBuild()
    variant: VariantKeys = VariantKeys()
    dynamic_linking: Block | None = None
    files: Data | None = None
    """Globs of the files that belong to the output, or a mapping of `include` and `exclude`."""
    merge_build_and_host_envs: Value = None
    extra_fields: ExtraFields = ()
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class RunExports:
    """What packages built against this one depend on; a plain list is `weak`."""

    weak: Texts = ()
    strong: Texts = ()
    noarch: Texts = ()
    weak_constraints: Texts = ()
    strong_constraints: Texts = ()
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class IgnoreRunExports:
    """Run-exports of others that do not become requirements of this output."""

    by_name: Texts = ()
    from_package: Texts = ()
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirements:
    """The environments of an output, each a list of match specs and `${{ pin_…(…) }}` calls.

    v0's plain list `requirements: [a, b]` stands in `host` and `run`, as conda-build reads it.
    """

    build: Texts = ()
    host: Texts = ()
    run: Texts = ()
    run_constraints: Texts = ()
    run_exports: RunExports = RunExports()
    ignore_run_exports: IgnoreRunExports = IgnoreRunExports()
    extra_fields: ExtraFields = ()
    span: SourceSpan | None = field(default=None, compare=False)
    sections: tuple[tuple[str, SourceSpan], ...] = field(default=(), compare=False)
    """Keys of the section that the file has, with the places of the keys, empty ones included."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScriptTest:
    """Commands run where the package is installed; v0's `test.commands` and `run_test.*` files."""

    script: Script = Script()
    run: Texts = ()
    """Packages needed beside the one tested."""
    build: Texts = ()
    """Packages for the build platform."""
    recipe_files: Texts = ()
    source_files: Texts = ()
    extra_fields: ExtraFields = ()
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class PythonTest:
    """Modules to import, and whether `pip check` runs; v0's `test.imports`."""

    imports: Texts = ()
    pip_check: Value = None
    python_version: Texts = ()
    extra_fields: ExtraFields = ()
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class ContentsTest:
    """`package_contents`: files that the package has or lacks."""

    contents: Block
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class DownstreamTest:
    """Another package whose tests run with this one."""

    downstream: Value
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherTest:
    """A test of a kind without a type here (`perl`, `r`, `ruby` …), its fields as written."""

    fields: Block
    span: SourceSpan | None = field(default=None, compare=False)


Test = ScriptTest | PythonTest | ContentsTest | DownstreamTest | OtherTest


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What the package is; v0's `home`, `dev_url` and `doc_url` under their v1 names."""

    homepage: Value = None
    license: Value = None
    license_file: Texts = ()
    license_family: Value = None
    license_url: Value = None
    summary: Value = None
    description: Value = None
    documentation: Value = None
    repository: Value = None
    extra_fields: ExtraFields = ()
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """Name and version, of a package or of a recipe with several outputs."""

    name: Value = None
    version: Value = None
    extra_fields: ExtraFields = ()
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """One package of a recipe, or a staging output that others take their files from."""

    package: Package
    is_staging: bool = False
    inherit: Data | None = None
    """Staging output that this one builds on: its name, or a mapping with `from`."""
    source: tuple[Item[Source], ...] = ()
    build: Build = Build()
    requirements: Requirements = Requirements()
    tests: tuple[Item[Test], ...] = ()
    about: About = About()
    extra_fields: ExtraFields = ()
    conditions: tuple[str, ...] = ()
    """Conditions of the list that the output stands under; only `all_outputs` fills it."""
    span: SourceSpan | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """A whole recipe; `outputs` is empty where the file describes one package itself."""

    format: RecipeFormat = field(default=RecipeFormat.V1, compare=False)
    path: str = field(default="recipe.yaml", compare=False)
    text: str = field(default="", compare=False)
    """What was parsed, to which every span refers; empty for a recipe that no file contains."""
    document: Block = field(default=NO_ENTRIES, compare=False)
    """The whole file as written, with its own keys and the places of all of them."""
    context: tuple[ContextVariable, ...] = ()
    package: Package = Package()
    """v1's `package`, or its `recipe` section where there are outputs."""
    source: tuple[Item[Source], ...] = ()
    build: Build = Build()
    requirements: Requirements = Requirements()
    outputs: tuple[Item[Output], ...] = ()
    tests: tuple[Item[Test], ...] = ()
    about: About = About()
    extra: Block = NO_ENTRIES
    extra_fields: ExtraFields = ()
