"""A v0 recipe as a v1 recipe that means the same, and a note for each thing that cannot be said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from condax.diagnostics import Severity
from condax.errors import RecipeError
from condax.recipe.convert.commands import as_commands
from condax.recipe.convert.comments import commented
from condax.recipe.convert.conditions import to_v1_condition
from condax.recipe.convert.context import folded, list_names
from condax.recipe.convert.half_sections import note_half_sections
from condax.recipe.convert.own_values import own_values
from condax.recipe.convert.possible import Possible
from condax.recipe.convert.refusals import note_refused_values
from condax.recipe.convert.rewrite import Rewrite
from condax.recipe.convert.sections import with_v1_outputs, without_unknown_keys
from condax.recipe.convert.specs import SpecWords
from condax.recipe.convert.tests_v1 import with_test_files, with_v1_tests
from condax.recipe.convert.text_words import TextWords
from condax.recipe.convert.truths import truths_among
from condax.recipe.convert.unroll import unrolled
from condax.recipe.emit import emit_recipe
from condax.recipe.emit_v1 import v1_data
from condax.recipe.inherit import all_outputs
from condax.recipe.model import Output, Recipe, RecipeFormat, ScriptTest
from condax.recipe.names import OF_THE_MACHINE
from condax.recipe.parse import parse_recipe
from condax.recipe.problems import Problems
from condax.recipe.rattler import rattler_recipe
from condax.recipe.syntax import ExpressionError
from condax.recipe.template import template_variables
from condax.recipe.v0.mask import JINJA
from condax.recipe.v0.names import BUILD_VARIABLES
from condax.recipe.values import Block, Conditional, SourceSpan, Text, leaves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.diagnostics import Diagnostic
    from condax.recipe.model import ContextVariable

Part = TypeVar("Part", Recipe, Output)
BUILD_SCRIPTS = ("build.sh", "bld.bat")
NO_VARIANTS: Mapping[str, frozenset[str]] = MappingProxyType({})
LOOPS = ("for", "macro", "call", "filter", "include", "import", "extends", "from")


@dataclass(frozen=True, kw_only=True, slots=True)
class Converted:
    """A recipe in the other format."""

    text: str
    notes: tuple[Diagnostic, ...]
    """What could not be converted, by line; empty if all of it was."""


def to_v1(
    recipe: Recipe,
    beside: frozenset[str] = frozenset(),
    variants: Mapping[str, frozenset[str]] = NO_VARIANTS,
) -> Converted:
    """`recipe.yaml` for a recipe read from a `meta.yaml`.

    `beside` are the names of the files in its folder: v0 runs some of them without being told.
    `variants` are all values that its variant file has for each key.
    """
    source = recipe
    recipe, lines = _without_loops(source)
    problems = Problems(recipe.path, recipe.text)
    _note_loops(recipe.text, problems)
    note_half_sections(recipe.text, problems)
    known = own_values(recipe)
    context = folded(recipe.context)
    lists, truths = list_names(recipe.context), truths_among(context)
    names = frozenset({*variants, *(each.name for each in context)})
    words = TextWords(problems=problems, known=known, lists=lists, truths=truths, names=names)
    rewrite = Rewrite(text=words, condition=lambda text: _condition(text, words))
    variables = replace(rewrite, text=replace(words, is_context=True))

    def note(reason: str, key: str) -> None:
        span = _key_place(recipe.document, key)
        message = f"{key!r} is left out: {reason}"
        problems.add("not-convertible", message, "say it in another way", span)

    _note_lost(recipe, context, ONLY_WHEN_BUILT - known.keys(), problems)
    made = with_v1_outputs(
        replace(recipe, context=context), has_script=not beside.isdisjoint(BUILD_SCRIPTS)
    )
    made = replace(rewrite(replace(made, context=())), context=variables(context))
    specs = SpecWords(possible=Possible(made.context, variants), problems=problems)
    outputs = tuple(
        _ready(each, specs, beside) for each in made.outputs if isinstance(each, Output)
    )
    made = replace(_ready(made, specs, beside), outputs=outputs, format=RecipeFormat.V1)
    made = without_unknown_keys(with_test_files(made, beside), note)
    for output in all_outputs(made):
        _note_unknown(output.build.string, OF_THE_MACHINE, "to a build string", problems)
    note_refused_values(made, specs.possible, problems)
    text = commented(
        recipe.text, v1_data(made), lambda comments: emit_recipe(made, RecipeFormat.V1, comments)
    )
    if not problems.found:
        _note_refused_text(text, recipe, problems)
    notes = dict.fromkeys(_at_source(each, source.text, lines) for each in problems.found)
    return Converted(text=text, notes=tuple(notes))


def _note_refused_text(text: str, recipe: Recipe, problems: Problems) -> None:
    """What rattler-build itself says of the recipe, e.g. of a licence that SPDX does not know."""
    import rattler_build as rb

    try:
        rattler_recipe(text)
    except rb.RattlerBuildError as error:
        message = " ".join(str(error).split())
        named = re.search(r"'([\w.]+)'", message)
        key = KEYS_V0.get(named[1], named[1]) if named else ""
        span = _key_place(recipe.document, key) or recipe.document.span
        problems.add("not-convertible", f"rattler-build says: {message}", "correct it", span)


KEYS_V0 = {"homepage": "home", "documentation": "doc_url", "repository": "dev_url"}


def _without_loops(recipe: Recipe) -> tuple[Recipe, tuple[int, ...]]:
    """The recipe with its loops written out, and the line of the source of each of its lines."""
    text, lines = unrolled(recipe.text)
    if text == recipe.text:
        return recipe, lines
    try:
        return parse_recipe(text, recipe.path), lines
    except RecipeError:
        return recipe, tuple(range(1, recipe.text.count("\n") + 2))


def _at_source(note: Diagnostic, text: str, lines: tuple[int, ...]) -> Diagnostic:
    """A note with its place in the file."""
    if note.span is not None:
        line = lines[note.span.line - 1]
        shown = text.split("\n")[line - 1].rstrip()
        column = min(note.span.column, len(shown) + 1)
        length = max(min(note.span.length, len(shown) + 1 - column), 1)
        span = replace(note.span, line=line, column=column, length=length)
        note = replace(note, span=span, source_line=shown)
    return replace(note, severity=Severity.WARNING)


def _note_lost(
    recipe: Recipe,
    context: tuple[ContextVariable, ...],
    only_built: frozenset[str],
    problems: Problems,
) -> None:
    """What v1 does not know where it is read, and what is only there under a condition."""
    only_built -= {variable.name for variable in context}
    for variable in context:
        _note_unknown((variable.value,), only_built, "where the context of v1 is read", problems)
    listed = all_outputs(recipe)
    if all(each.conditions[:1] == listed[0].conditions[:1] != () for each in listed):
        message = "without any of its outputs, v0 makes a package of the recipe itself"
        hint = "write that package as an output under the opposite condition"
        problems.add("not-convertible", message, hint, listed[0].span)
    for output in listed:
        known_folders = replace(output.about, license_file=())
        environment = () if output.build.script is None else output.build.script.env
        build = replace(output.build, script=None, string=None)
        read = (
            *(output.package, output.source, build, output.requirements, known_folders),
            environment,
        )
        _note_unknown(read, only_built, "before the build script runs", problems)
        _note_unknown(output.build.string, only_built - HASH, "to a build string", problems)
        name = output.package.name
        if isinstance(name, Conditional) and not name.otherwise:
            message = "only the first line of this output is under its condition"
            problems.add("not-convertible", message, "say when to skip it", output.span)
        for source in leaves(output.source):
            places = [*source.url, *filter(None, (source.git, source.path))]
            if places and all(isinstance(p, Conditional) and not p.otherwise for p in places):
                message = "only some lines of this source are under its condition"
                hint = "put the same selector on all of them"
                problems.add("not-convertible", message, hint, source.span)


def _note_unknown(read: object, unknown: frozenset[str], where: str, problems: Problems) -> None:
    """Each of the unknown names in any text of `read`."""

    def note(text: Text) -> Text:
        for name in sorted(_names(text.value) & unknown):
            message = f"{name!r} is not known {where}"
            problems.add("not-convertible", message, "say it in another way", text.span)
        return text

    Rewrite(text=note, condition=note)(read)


def _names(template: str) -> frozenset[str]:
    try:
        return template_variables(template)
    except ExpressionError:
        # It has been reported where it was converted.
        return frozenset()


HASH = frozenset({"PKG_HASH"})
ONLY_WHEN_BUILT = frozenset(BUILD_VARIABLES) - {"SHLIB_EXT"}


def _ready(part: Part, specs: SpecWords, beside: frozenset[str]) -> Part:
    """A recipe or an output with its script, requirements and tests as v1 has them."""
    tests = tuple(
        replace(test, run=specs.texts(test.run), script=as_commands(test.script, beside))
        if isinstance(test, ScriptTest)
        else test
        for test in part.tests
    )
    script = part.build.script
    build = replace(part.build, script=script and as_commands(script, beside))
    made = replace(part, build=build, requirements=specs.needs(part.requirements))
    return replace(made, tests=with_v1_tests(tests))


def _condition(text: Text, words: TextWords) -> Text:
    try:
        return replace(text, value=to_v1_condition(text.value, words.truths, words.names))
    except ExpressionError as error:
        hint = "write the condition in words of v1"
        words.problems.add("not-convertible", str(error), hint, text.span)
        return text


def _note_loops(source: str, problems: Problems) -> None:
    """Every loop and macro; what they make has to be written out."""
    for match in JINJA.finditer(source):
        tag = match.group().strip("{%-+ }")
        keyword = tag.split(" ", 1)[0]
        if match.group().startswith("{%") and keyword in LOOPS:
            line = source.count("\n", 0, match.start()) + 1
            column = match.start() - source.rfind("\n", 0, match.start())
            span = SourceSpan(match.start(), match.end(), line, column)
            message = f"`{{% {keyword} %}}` has no counterpart"
            problems.add("not-convertible", message, "write out what it makes", span)


def _key_place(block: Block, key: str) -> SourceSpan | None:
    """The first place of a key anywhere in the document."""
    span = block.key_span(key)
    if span is not None:
        return span
    for _, value in block.entries:
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Block) and (found := _key_place(part, key)) is not None:
                return found
    return None
