"""Words, addresses, globs and patterns of a `recipe.yaml` that rattler-build does not take.

What has no field in stage 1 is evaluated here alone: what it reads counts as used, and what has no
value is a problem.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from condax.recipe.model import ContentsTest, PythonTest, ScriptTest
from condax.recipe.rattler import rattler_recipe
from condax.recipe.v1_places import blocks
from condax.recipe.v1_words import is_entry_point
from condax.recipe.values import Block, Conditional, Data, Text, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.evaluator import Evaluator
    from condax.recipe.model import Build, Output, Source, Test

Known = Callable[[str], bool]
KINDS = frozenset({"python", "generic", ""})
ADDRESS = re.compile(r"(?!https?:/*$)[A-Za-z][A-Za-z0-9+.-]*:(?!.*//[^/]*\s)")
USUAL_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]*[A-Za-z](/[!-~]*)?")
"""What needs no look at numbers and brackets in the name of a host."""
TRUTH = re.compile(r"(true|false|)", re.IGNORECASE)
IGNORED = re.compile(r"[Tt]rue|[Ff]alse|[Yy]es|[Nn]o")
RELOCATED = re.compile(rf"({IGNORED.pattern}|)")
WHOLE = re.compile(r"[-+]?[0-9]{1,9}")
PRIORITY = re.compile(r"([-+]?[0-9]{1,9})?")
LINKING = re.compile(r"ignore|error")
EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
GLOB_KEYS = ("always_copy_files", "always_include_files")
ALLOWED_KEYS = ("missing_dso_allowlist", "rpath_allowlist")
BEHAVIOURS = ("overlinking_behavior", "overdepending_behavior")


class Words(NamedTuple):
    """Data that is words of one kind."""

    data: Data | None
    known: Known
    what: str


def check_words(output: Output, evaluator: Evaluator) -> None:
    """Note what is wrong with the words that apply in an output that is not skipped."""
    for data, known, what in _words(output, evaluator):
        for text in _scalars(data, evaluator):
            word = text.value
            if text.has_expression:
                # License files keep the names of a build's folders.
                word = next(iter(evaluator.paths((text,))), "")
            if not known(word):
                message = f"`{word}` is no {what}"
                evaluator.problems.add("invalid-value", message, "write another", text.span)


def _scalars(data: Data | None, evaluator: Evaluator) -> Iterator[Text]:
    if isinstance(data, Text):
        yield data
    elif isinstance(data, Block):
        for _, inner in data.entries:
            yield from _scalars(inner, evaluator)
    elif data is not None:
        for item in evaluator.active((data,) if isinstance(data, Conditional) else data):
            yield from _scalars(cast("Data", item), evaluator)


def _words(output: Output, evaluator: Evaluator) -> Iterator[Words]:
    for source in evaluator.active(output.source):
        yield from _of_source(source)
    if output.is_staging:
        return
    about = output.about
    yield Words(output.build.noarch, is_noarch, "kind of noarch")
    yield Words(about.license, is_licence, "SPDX expression")
    for address in (about.homepage, about.documentation, about.repository):
        yield Words(address, is_address, "address")
    yield _globs(about.license_file)
    yield from _of_build(output.build)
    for test in cast("tuple[Test, ...]", tuple(leaves(output.tests))):
        if isinstance(test, PythonTest):
            plain = (text for text in leaves(test.python_version) if not text.has_expression)
            yield Words(tuple(plain), _is_python, "version of Python")
    # mypy joins the kinds of tests to `object` where a type variable stands for them.
    for test in cast("Iterator[Test]", evaluator.active(output.tests)):
        yield from _of_test(test)


def _of_source(source: Source) -> Iterator[Words]:
    others = dict(source.extra_fields)
    yield Words(source.url, is_address, "address")
    yield _globs(others.get("filter"))
    yield _expression(others.get("depth"), WHOLE, "whole number")
    for key in ("use_gitignore", "lfs", "submodules"):
        yield _expression(others.get(key), TRUTH, "`true` or `false`")


def _of_build(build: Build) -> Iterator[Words]:
    others, python = dict(build.extra_fields), dict(build.python.extra_fields)
    for data in (build.files, *(others.get(key) for key in GLOB_KEYS)):
        yield _globs(data)
    yield Words(build.python.entry_points, is_entry_point, "entry point")
    yield _globs(python.get("skip_pyc_compilation"))
    for truth in (
        build.merge_build_and_host_envs,
        build.python.version_independent,
        python.get("use_python_app_entrypoint"),
    ):
        yield _expression(truth, TRUTH, "`true` or `false`")
    yield _expression(build.variant.down_prioritize, PRIORITY, "whole number")
    yield from _of_linking(build.dynamic_linking)
    yield from _of_prefixes(others.get("prefix_detection"))
    for replaced in blocks(others.get("post_process") or ()):
        yield _globs(replaced.get("files"))
        yield Words(replaced.get("regex"), is_pattern, "regular expression")
        yield Words(replaced.get("replacement"), _is_any, "replacement")


def _of_linking(linking: Block | None) -> Iterator[Words]:
    if linking is None:
        return
    yield Words(linking.get("rpaths"), _is_any, "path")
    for key in ALLOWED_KEYS:
        yield _globs(linking.get(key))
    yield _all_or_globs(linking.get("binary_relocation"), RELOCATED)
    for key in BEHAVIOURS:
        yield Words(linking.get(key), _matches(LINKING), "`ignore` or `error`")


def _of_prefixes(detection: Data | None) -> Iterator[Words]:
    if isinstance(detection, Block):
        yield _all_or_globs(detection.get("ignore"), IGNORED)
        yield _expression(detection.get("ignore_binary_files"), TRUTH, "`true` or `false`")
        yield _globs(detection.get("force_file_type"))


def _of_test(test: Test) -> Iterator[Words]:
    if isinstance(test, ContentsTest):
        yield _globs(test.contents)
    elif isinstance(test, ScriptTest):
        yield _globs((*test.recipe_files, *test.source_files))
    elif isinstance(test, PythonTest):
        yield _expression(test.pip_check, TRUTH, "`true` or `false`")
        yield Words(test.python_version, _is_python, "version of Python")


def _globs(data: Data | None) -> Words:
    return Words(data, is_glob, "glob")


def _all_or_globs(data: Data | None, truth: re.Pattern[str]) -> Words:
    """`true` or `false`, or globs of the files that are meant."""
    if isinstance(data, Text):
        return _expression(data, truth, "`true` or `false`")
    return _globs(data)


def _expression(data: Data | None, words: re.Pattern[str], what: str) -> Words:
    """A word where it is an expression; one that is written out was looked at as it was read."""
    is_expression = isinstance(data, Text) and data.has_expression
    return Words(data if is_expression else None, _matches(words), what)


def _matches(words: re.Pattern[str]) -> Known:
    return lambda word: words.fullmatch(word) is not None


@lru_cache(maxsize=1024)
def is_licence(expression: str) -> bool:
    """Whether rattler-build knows every identifier of an SPDX expression."""
    return _is_taken(f"about: {{license: {_quoted(expression)}}}")


@lru_cache(maxsize=1024)
def is_glob(pattern: str) -> bool:
    """Whether brackets and braces of a glob are in pairs, and ranges in order."""
    shown = EXPRESSION.sub("", pattern)
    if set("[]{}\\").isdisjoint(shown):
        return True
    return _is_taken(f"build: {{files: [{_quoted(shown)}]}}")


@lru_cache(maxsize=1024)
def is_pattern(regex: str) -> bool:
    """Whether rattler-build, which looks neither ahead nor behind, reads a regular expression."""
    step = f"{{files: [a], regex: {_quoted(regex)}, replacement: a}}"
    return _is_taken(f"build: {{post_process: [{step}]}}")


@lru_cache(maxsize=1024)
def is_address(text: str) -> bool:
    """Whether a text is a URL."""
    text = text.strip()
    if USUAL_ADDRESS.fullmatch(text):
        return True
    return bool(ADDRESS.match(text)) and _is_taken(f"about: {{homepage: {_quoted(text)}}}")


def _is_any(_: str) -> bool:
    return True


def is_noarch(text: str) -> bool:
    """Whether a package without platform can be of this kind."""
    return text in KINDS


def _is_python(version: str) -> bool:
    from rattler import MatchSpec
    from rattler.exceptions import InvalidMatchSpecError

    try:
        MatchSpec(f"python={version}", strict=False)
    except InvalidMatchSpecError:
        return False
    return True


def _quoted(text: str) -> str:
    """Double-quoted YAML, in which braces of expressions do not meet."""
    return json.dumps(text, ensure_ascii=False).replace("{", "\\x7b")


def _is_taken(section: str) -> bool:
    import rattler_build as rb

    try:
        recipe = rattler_recipe(f"package: {{name: x, version: 0}}\n{section}")
        recipe.render(rb.VariantConfig({}))
    except rb.RattlerBuildError:
        return False
    return True
