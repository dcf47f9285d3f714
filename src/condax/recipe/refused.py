"""Values of a `recipe.yaml` that rattler-build does not take: specs, names, versions, checksums."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from condax.recipe.inherit import inherited_staging
from condax.recipe.model import ScriptTest
from condax.recipe.pin import Pin
from condax.recipe.problems import NO_VERSION, suggestion
from condax.recipe.refused_words import check_words
from condax.recipe.values import leaves, place_of, value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.recipe.evaluator import Evaluator
    from condax.recipe.model import Output, Source, Test
    from condax.recipe.problems import Problems
    from condax.recipe.rendered import RenderedOutput, Specs
    from condax.recipe.values import SourceSpan, Text, Texts

CHECKSUMS = {"sha256": 64, "md5": 32}
"""Digits of each."""
NAME = re.compile(r"[0-9A-Za-z_.-]*")


@lru_cache(maxsize=4096)
def why_refused(spec: str) -> str | None:
    """What rattler-build says of a requirement that it does not take; `None` of one that it does.

    It is stricter than conda: `name 1.2` has to be `name ==1.2` or `name 1.2.*`.
    """
    from rattler import MatchSpec
    from rattler.exceptions import InvalidMatchSpecError

    try:
        MatchSpec(spec, strict=True, extras=False, conditionals=False, flags=False)
    except InvalidMatchSpecError as error:
        return str(error).splitlines()[0].rstrip(".")
    return None


def check_values(output: Output, rendered: RenderedOutput, evaluator: Evaluator) -> None:
    """Note what is refused of an output: plain text wherever it stands, values where they apply."""
    problems = evaluator.problems
    plain = [text for items in _lists(output) for text in _plain(items)]
    for text in plain:
        _check_spec(text.value, text.span, problems)
    for source in leaves(output.source):
        _check_checksums(source, evaluator, only_plain=True)
    if rendered.skip:
        return
    for source in evaluator.active(output.source):
        _check_checksums(source, evaluator)
    _check_ignored(output, evaluator)
    check_words(output, evaluator)
    seen = {text.span for text in plain}
    for spec in _specs(rendered):
        if spec.pin is not None:
            _check_name(spec.pin.name, spec.span, problems)
        elif spec.span not in seen:
            _check_spec(spec.text, spec.span, problems)
    if not rendered.is_staging:
        _check_package(output, rendered, problems)


def check_staging(outputs: Iterable[tuple[Output, RenderedOutput]], problems: Problems) -> None:
    """Note outputs that take their files from a staging output which is not there."""
    pairs = tuple(outputs)
    known = [rendered.name for _, rendered in pairs if rendered.is_staging]
    for output, rendered in pairs:
        if rendered.staging is None or rendered.staging in known or rendered.skip:
            continue
        message = f"there is no staging output `{rendered.staging}`"
        hint = suggestion(rendered.staging, known) or "add `- staging:` with that `name:`"
        problems.add("invalid-value", message, hint, place_of(inherited_staging(output)))


def _plain(items: Texts) -> Iterator[Text]:
    """The texts that are the same whatever the variant, under conditions or not."""
    return (text for text in leaves(items) if not text.has_expression)


def _lists(output: Output) -> tuple[Texts, ...]:
    needs, exports = output.requirements, output.requirements.run_exports
    ignored = needs.ignore_run_exports
    return (
        *(needs.build, needs.host, needs.run, needs.run_constraints),
        *(ignored.by_name, ignored.from_package),
        *(exports.weak, exports.strong, exports.noarch),
        *(exports.weak_constraints, exports.strong_constraints),
        *(each for test in _tests(output) for each in _needs(test)),
    )


def _tests(output: Output) -> tuple[Test, ...]:
    # mypy joins the kinds of tests to `object` where a type variable stands for them.
    return cast("tuple[Test, ...]", tuple(leaves(output.tests)))


def _needs(test: Test) -> tuple[Texts, ...]:
    return (test.run, test.build) if isinstance(test, ScriptTest) else ()


def _specs(rendered: RenderedOutput) -> Specs:
    needs, exports = rendered.requirements, rendered.requirements.run_exports
    return (
        *(*needs.build, *needs.host, *needs.run, *needs.run_constraints),
        *(*exports.weak, *exports.strong, *exports.noarch),
        *(*exports.weak_constraints, *exports.strong_constraints),
        *(spec for test in rendered.tests for spec in (*test.run, *test.build)),
    )


def _check_spec(spec: str, at: SourceSpan | None, problems: Problems) -> None:
    reason = why_refused(spec)
    if reason is not None:
        message = f"`{spec}` is no requirement: {reason}"
        problems.add("invalid-value", message, "write `name ==1.2` or `name 1.2.*`", at)


def _check_ignored(output: Output, evaluator: Evaluator) -> None:
    """A pin has a version, which no name of a package whose run-exports are ignored has."""
    ignored = output.requirements.ignore_run_exports
    for text in evaluator.active((*ignored.by_name, *ignored.from_package)):
        if text.has_expression and isinstance(evaluator.object_of(text), Pin):
            message = f"`{text.value}` is no name of a package"
            hint = "write the name alone"
            evaluator.problems.add("invalid-value", message, hint, text.span)


def _check_checksums(source: Source, evaluator: Evaluator, *, only_plain: bool = False) -> None:
    for kind in CHECKSUMS:
        for text in value_leaves(getattr(source, kind)):
            if not (only_plain and text.has_expression):
                digits = evaluator.string(text)
                _check_checksum(kind, digits, text.span, evaluator.problems)


def _check_checksum(kind: str, digits: str, at: SourceSpan | None, problems: Problems) -> None:
    count = CHECKSUMS[kind]
    if digits and re.fullmatch(f"[0-9A-Fa-f]{{{count}}}", digits) is None:
        message = f"`{digits}` is no {kind} checksum"
        problems.add("invalid-value", message, f"write {count} digits from 0 to f", at)


def _check_package(output: Output, rendered: RenderedOutput, problems: Problems) -> None:
    from rattler import Version
    from rattler.exceptions import InvalidVersionError

    package = output.package
    _check_name(rendered.name, place_of(package.name), problems)
    if package.version is None:
        problems.add("missing-value", *NO_VERSION, package.span)
        return
    try:
        Version(rendered.version)
    except InvalidVersionError:
        message = f"`{rendered.version}` is no version"
        hint = "use letters, digits, `.`, `_`, `+` and `!`"
        problems.add("invalid-value", message, hint, place_of(package.version))


def _check_name(name: str, at: SourceSpan | None, problems: Problems) -> None:
    if not is_name(name):
        message = f"`{name}` is no name of a package"
        problems.add("invalid-value", message, "use letters, digits, `.`, `-` and `_`", at)


def is_name(text: str) -> bool:
    """Whether a package can have this name."""
    return NAME.fullmatch(text) is not None
