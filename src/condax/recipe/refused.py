"""Values of a `recipe.yaml` that rattler-build does not take: specs, versions, licences …"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from condax.recipe.model import PythonTest, ScriptTest
from condax.recipe.values import leaves, value_leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from condax.recipe.model import Output, Test
    from condax.recipe.problems import Problems
    from condax.recipe.rendered import RenderedOutput, Specs
    from condax.recipe.values import SourceSpan, Text, Texts, Value

CHECKSUMS = {"sha256": 64, "md5": 32}
"""Digits of each."""
A_PACKAGE = "package: {name: x, version: 0}\n"
KINDS = frozenset({"python", "generic"})
ADDRESSES = ("homepage", "documentation", "repository")
ADDRESS = re.compile(r"(?!https?:/*$)[A-Za-z][A-Za-z0-9+.-]*:(?!.*//[^/]*\s)")
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


@lru_cache(maxsize=1024)
def is_licence(expression: str) -> bool:
    """Whether rattler-build knows every identifier of an SPDX expression."""
    import rattler_build as rb

    quoted = expression.replace("\\", "\\\\").replace('"', '\\"')
    try:
        rb.Stage0Recipe.from_yaml(
            f'package: {{name: x, version: 0}}\nabout: {{license: "{quoted}"}}'
        )
    except rb.RattlerBuildError:
        return False
    return True


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
        _check_words(output, rendered, problems)


def _plain(items: Texts) -> Iterator[Text]:
    """The texts that are the same whatever the variant, under conditions or not."""
    return (text for text in leaves(items) if not text.has_expression)


def _lists(output: Output) -> tuple[Texts, ...]:
    needs, exports = output.requirements, output.requirements.run_exports
    return (
        *(needs.build, needs.host, needs.run, needs.run_constraints),
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


def _check_checksum(kind: str, digits: str, at: SourceSpan | None, problems: Problems) -> None:
    count = CHECKSUMS[kind]
    if digits and re.fullmatch(f"[0-9A-Fa-f]{{{count}}}", digits) is None:
        message = f"`{digits}` is no {kind} checksum"
        problems.add("invalid-value", message, f"write {count} digits from 0 to f", at)


def _check_package(output: Output, rendered: RenderedOutput, problems: Problems) -> None:
    from rattler import Version
    from rattler.exceptions import InvalidVersionError

    package = output.package
    if not is_name(rendered.name):
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


def _check_words(output: Output, rendered: RenderedOutput, problems: Problems) -> None:
    """Words of a fixed kind: addresses, the licence, `noarch`, the Pythons of a test."""

    def check(value: object, written: Value, known: Callable[[str], bool], what: str) -> None:
        if value and not known(str(value)):
            message = f"`{value}` is no {what}"
            problems.add("invalid-value", message, "write another", _place(written))

    about, found = output.about, rendered.about
    check(rendered.noarch, output.build.noarch, is_noarch, "kind of noarch")
    check(found.get("license"), about.license, is_licence, "SPDX expression")
    for key in ADDRESSES:
        check(found.get(key), getattr(about, key), is_address, "address")
    for source in leaves(output.source):
        for text in _plain(source.url):
            check(text.value, text, is_address, "address")
    for test in _tests(output):
        for text in _plain(test.python_version if isinstance(test, PythonTest) else ()):
            check(text.value, text, _is_python, "version of Python")


def _is_python(version: str) -> bool:
    from rattler import MatchSpec
    from rattler.exceptions import InvalidMatchSpecError

    try:
        MatchSpec(f"python={version}", strict=False)
    except InvalidMatchSpecError:
        return False
    return True


def is_noarch(text: str) -> bool:
    """Whether a package without platform can be of this kind."""
    return text in KINDS


def is_name(text: str) -> bool:
    """Whether a package can have this name."""
    return NAME.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """Whether a text is a URL as far as its beginning says so."""
    return ADDRESS.match(text) is not None


def _place(value: Value) -> SourceSpan | None:
    return next((text.span for text in value_leaves(value)), None)
