"""Values of a `recipe.yaml` that rattler-build does not take: specs, versions, names, checksums."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from condax.recipe.values import leaves, value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.model import Output
    from condax.recipe.problems import Problems
    from condax.recipe.rendered import RenderedOutput, Specs
    from condax.recipe.values import SourceSpan, Text, Texts, Value

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
        MatchSpec(spec, strict=True)
    except InvalidMatchSpecError as error:
        return str(error).splitlines()[0].rstrip(".")
    return None


def check_values(output: Output, rendered: RenderedOutput, problems: Problems) -> None:
    """Note what is refused of an output: plain text wherever it stands, values where they apply."""
    plain = [text for items in _lists(output) for text in _plain(items)]
    for text in plain:
        _check_spec(text.value, text.span, problems)
    for source in leaves(output.source):
        for kind in CHECKSUMS:
            for text in _plain(tuple(value_leaves(getattr(source, kind)))):
                _check_checksum(kind, text.value, text.span, problems)
    if rendered.skip:
        return
    seen = {text.span for text in plain}
    for spec in _specs(rendered):
        if spec.pin is None and spec.span not in seen:
            _check_spec(spec.text, spec.span, problems)
    if not rendered.is_staging:
        _check_package(output, rendered, problems)


def _plain(items: Texts) -> Iterator[Text]:
    """The texts that are the same whatever the variant, under conditions or not."""
    return (text for text in leaves(items) if not text.has_expression)


def _lists(output: Output) -> tuple[Texts, ...]:
    needs, exports = output.requirements, output.requirements.run_exports
    return (
        *(needs.build, needs.host, needs.run, needs.run_constraints),
        *(exports.weak, exports.strong, exports.noarch),
        *(exports.weak_constraints, exports.strong_constraints),
    )


def _specs(rendered: RenderedOutput) -> Specs:
    needs, exports = rendered.requirements, rendered.requirements.run_exports
    return (
        *(*needs.build, *needs.host, *needs.run, *needs.run_constraints),
        *(*exports.weak, *exports.strong, *exports.noarch),
        *(*exports.weak_constraints, *exports.strong_constraints),
    )


def _check_spec(spec: str, at: SourceSpan | None, problems: Problems) -> None:
    reason = why_refused(spec)
    if reason is not None:
        message = f"`{spec}` is no requirement: {reason}"
        problems.add("invalid-value", message, "write `name ==1.2` or `name 1.2.*`", at)


def _check_checksum(kind: str, digits: str, at: SourceSpan | None, problems: Problems) -> None:
    count = CHECKSUMS[kind]
    if digits and re.fullmatch(f"[0-9A-Fa-f]{{{count}}}", digits) is None:
        message = f"`{digits}` is no {kind} checksum"
        problems.add("invalid-value", message, f"write {count} digits from 0 to f", at)


def _check_package(output: Output, rendered: RenderedOutput, problems: Problems) -> None:
    from rattler import Version
    from rattler.exceptions import InvalidVersionError

    package = output.package
    if NAME.fullmatch(rendered.name) is None:
        message = f"`{rendered.name}` is no name of a package"
        hint = "use letters, digits, `.`, `-` and `_`"
        problems.add("invalid-value", message, hint, _place(package.name))
    if package.version is None:
        message, hint = "the package has no version", "add `version:`"
        problems.add("missing-value", message, hint, package.span)
        return
    try:
        Version(rendered.version)
    except InvalidVersionError:
        message = f"`{rendered.version}` is no version"
        hint = "use letters, digits, `.`, `_`, `+` and `!`"
        problems.add("invalid-value", message, hint, _place(package.version))


def _place(value: Value) -> SourceSpan | None:
    return next((text.span for text in value_leaves(value)), None)
