"""`Data` with the keys of the v1 format to the types of `model`; both formats come through here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from condax.recipe import stage0_shapes
from condax.recipe.model import (
    About,
    Build,
    ContextVariable,
    IgnoreRunExports,
    Output,
    Package,
    PythonBuild,
    Recipe,
    RecipeFormat,
    Requirements,
    RunExports,
    Source,
    VariantKeys,
)
from condax.recipe.stage0_shapes import check_fields
from condax.recipe.stage0_tests import test_items
from condax.recipe.stage0_values import (
    Reader,
    Readers,
    as_block,
    block_items,
    closed_fields,
    script,
    section_fields,
    texts,
    value,
)
from condax.recipe.values import NO_ENTRIES, Block, Data, SourceSpan, leaves

if TYPE_CHECKING:
    from condax.recipe.problems import Problems


class Written(NamedTuple):
    """Where a recipe comes from: fields of the recipe."""

    format: RecipeFormat
    path: str
    text: str
    document: Block
    """The file as it is, with the keys of its format."""


NOT_WRITTEN = Written(format=RecipeFormat.V1, path="recipe.yaml", text="", document=NO_ENTRIES)
T = TypeVar("T")
NO_READERS: Readers = {}


def _closed(cls: type[T], readers: Readers) -> Reader:
    """A reader of a mapping without other keys that becomes an instance of `cls`."""

    def read(data: Data, at: SourceSpan | None, problems: Problems) -> T:
        block = as_block(data, at, problems)
        return cls(**closed_fields(block, readers, problems), **_span(block))

    return read


def _open(cls: type[T], readers: Readers, shapes: Readers = NO_READERS) -> Reader:
    """The same where other keys are kept as `extra_fields`, some of which have a shape."""

    def read(data: Data, at: SourceSpan | None, problems: Problems) -> T:
        block = as_block(data, at, problems)
        check_fields(block, shapes, problems)
        return cls(**section_fields(block, readers, problems), **_span(block))

    return read


def _span(block: Block) -> dict[str, Any]:
    return {"span": block.span}


def _run_exports(data: Data, at: SourceSpan | None, problems: Problems) -> RunExports:
    if isinstance(data, Block):
        return RunExports(**closed_fields(data, RUN_EXPORTS, problems), span=data.span)
    return RunExports(weak=texts(data, at, problems))


def _requirements(data: Data, at: SourceSpan | None, problems: Problems) -> Requirements:
    block = as_block(data, at, problems)
    given = section_fields(block, REQUIREMENTS, problems)
    keys = (key for key, _ in block.entries)
    sections = tuple(zip(keys, block.key_spans, strict=False))
    return Requirements(**given, span=block.span, sections=sections)


def _sources(data: Data, at: SourceSpan | None, problems: Problems) -> Any:
    def read(block: Block) -> Source:
        return Source(**section_fields(block, SOURCE, problems), span=block.span)

    return block_items(data, at, problems, read)


def _outputs(data: Data, at: SourceSpan | None, problems: Problems) -> Any:
    return block_items(data, at, problems, lambda b: _output(b, problems))


def _output(block: Block, problems: Problems) -> Output:
    keys = [key for key, _ in block.entries]
    is_staging = "staging" in keys and "package" not in keys
    if not is_staging and "package" not in keys:
        problems.add(
            "missing-value",
            "an output has neither `package` nor `staging`",
            "add `package:` with the output's name",
            block.span,
        )
    entries = tuple((PACKAGE_KEYS.get(key, key), data) for key, data in block.entries)
    renamed = Block(entries=entries, span=block.span, key_spans=block.key_spans)
    given = section_fields(renamed, OUTPUT, problems)
    return Output(**{"package": Package(), **given}, is_staging=is_staging, span=block.span)


PACKAGE_KEYS = {"staging": "package", "recipe": "package"}


def _context(data: Data, at: SourceSpan | None, problems: Problems) -> tuple[ContextVariable, ...]:
    """The variables; each is a scalar or a list of scalars."""
    block = as_block(data, at, problems)
    spans = block.key_spans or (None,) * len(block.entries)
    pairs = list(zip(block.entries, spans, strict=True))
    for (_, data), span in pairs:
        texts(data, span, problems)
    return tuple(ContextVariable(name=k, value=v, span=span) for (k, v), span in pairs)


def build_recipe(
    document: Block,
    problems: Problems,
    *,
    written: Written = NOT_WRITTEN,
    context: tuple[ContextVariable, ...] | None = None,
) -> Recipe:
    """The recipe that a document with v1 keys describes; v0 has its `context` elsewhere."""
    entries = tuple((PACKAGE_KEYS.get(key, key), data) for key, data in document.entries)
    spans = document.key_spans
    kept = [i for i, (key, _) in enumerate(entries) if key != "schema_version"]
    block = Block(
        entries=tuple(entries[i] for i in kept),
        key_spans=tuple(spans[i] for i in kept) if spans else (),
    )
    given = section_fields(block, TOP, problems)
    if context is not None:
        given["context"] = context
    recipe = Recipe(**given, **written._asdict())
    _check_names(recipe, document, problems)
    return recipe


def _check_names(recipe: Recipe, document: Block, problems: Problems) -> None:
    named = recipe.package.name is not None
    if not named and not recipe.outputs:
        message, hint = "the recipe has no package name", "add `package:` with `name:`"
        problems.add("missing-value", message, hint, document.key_span("package") or document.span)
    for output in leaves(recipe.outputs):
        if output.package.name is None and output.package.span is not None:
            message, hint = "the output has no name", "add `name:`"
            problems.add("missing-value", message, hint, output.package.span)


PACKAGE: Readers = {"name": value, "version": value}
SOURCE: Readers = {
    "url": texts,
    "patches": texts,
    **dict.fromkeys(
        (
            "sha256",
            "md5",
            "file_name",
            "git",
            "rev",
            "tag",
            "branch",
            "path",
            "target_directory",
        ),
        value,
    ),
}
PYTHON: Readers = {"entry_points": texts, "version_independent": value}
VARIANT: Readers = {"use_keys": texts, "ignore_keys": texts, "down_prioritize_variant": value}
BUILD: Readers = {
    "number": value,
    "string": value,
    "script": script,
    "noarch": value,
    "skip": texts,
    "python": _open(PythonBuild, PYTHON, stage0_shapes.PYTHON),
    "variant": _closed(VariantKeys, VARIANT),
    "dynamic_linking": stage0_shapes.LINKING,
    "files": stage0_shapes.FILES,
    "merge_build_and_host_envs": value,
}
RUN_EXPORTS: Readers = dict.fromkeys(
    ("weak", "strong", "noarch", "weak_constraints", "strong_constraints"), texts
)
IGNORE: Readers = {"by_name": texts, "from_package": texts}
REQUIREMENTS: Readers = {
    **dict.fromkeys(("build", "host", "run", "run_constraints"), texts),
    "run_exports": _run_exports,
    "ignore_run_exports": _closed(IgnoreRunExports, IGNORE),
}
ABOUT: Readers = {
    "license_file": texts,
    **dict.fromkeys(
        (
            "homepage",
            "license",
            "license_family",
            "license_url",
            "summary",
            "description",
            "documentation",
            "repository",
        ),
        value,
    ),
}
SECTIONS: Readers = {
    "package": _open(Package, PACKAGE),
    "source": _sources,
    "build": _open(Build, BUILD, stage0_shapes.BUILD),
    "requirements": _requirements,
    "tests": test_items,
    "about": _open(About, ABOUT),
}
OUTPUT: Readers = {**SECTIONS, "inherit": stage0_shapes.INHERIT}
TOP: Readers = {**SECTIONS, "context": _context, "outputs": _outputs, "extra": as_block}
