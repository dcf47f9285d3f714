"""Requirements of v0 in words of v1, where no version stands without an operator or a `*`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from condax.recipe.convert.unparse import unparse
from condax.recipe.grammar import parse_expression
from condax.recipe.model import IgnoreRunExports, RunExports
from condax.recipe.refused import why_refused
from condax.recipe.syntax import Call, Choice, ExpressionError, Literal, Name
from condax.recipe.v0.bare import NEWEST, is_bare
from condax.recipe.values import Conditional

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.recipe.convert.possible import Possible
    from condax.recipe.model import Requirements
    from condax.recipe.problems import Problems
    from condax.recipe.syntax import Node
    from condax.recipe.values import Text, Texts

IDLE_STAR = re.compile(r"(?<![!~<>=])([<>]=?|==)([\w.!+]+?)\.?\*")
"""A `*` behind an operator, which conda passes over."""
WORD = r"(?:[\w.-]|\$\{\{(?:[^{}]|\{[^{}]*\})*\}\})+"
FIELDS = re.compile(rf"({WORD}) +((?:==)?)({WORD})((?:(?: +|=)(?:[*]|{WORD})+)?)")
"""Name, version and perhaps a build string, expressions among them."""
BUILD = re.compile(rf"^({WORD} +)(?:==)?({WORD})=(?!=)")
ANY_VERSION = re.compile(rf"^({WORD} +)=?\*=")
SECOND_WORD = re.compile(rf"^({WORD} +)")
WHOLE = re.compile(r"\$\{\{((?:(?!\}\}).)*)\}\}", re.DOTALL)
CALL = re.compile(r"\$\{\{\s*(?:pin_\w+|compiler|stdlib|cdt)\(")


def in_v1(spec: str, *, is_range: bool) -> str | None:
    """A requirement of conda as rattler-build writes it; `None` for what it has no words for."""
    spec = IDLE_STAR.sub(r"\1\2", spec)
    if is_range and is_bare(spec):
        return f"{spec}.*"
    if why_refused(spec) is None:
        return spec
    from rattler import MatchSpec
    from rattler.exceptions import InvalidMatchSpecError

    if spec.endswith(" x.x") and spec.removesuffix(" x.x") in NEWEST:
        return None
    try:
        made = str(MatchSpec(spec, strict=False))
    except InvalidMatchSpecError:
        return None
    return made if why_refused(made) is None else None


@dataclass(frozen=True, kw_only=True, slots=True)
class SpecWords:
    """Rewrites lists of requirements, and notes those that v1 has no words for."""

    possible: Possible
    problems: Problems

    def needs(self, needs: Requirements) -> Requirements:
        """All requirements of an output; conda-build adds `.*` only to those that it installs."""
        exports, ignored = needs.run_exports, needs.ignore_run_exports
        return replace(
            needs,
            build=self.texts(needs.build),
            host=self.texts(needs.host),
            run=self.texts(needs.run),
            run_constraints=self.texts(needs.run_constraints, is_range=False),
            run_exports=RunExports(
                weak=self.texts(exports.weak, is_range=False),
                strong=self.texts(exports.strong, is_range=False),
                noarch=self.texts(exports.noarch, is_range=False),
                weak_constraints=self.texts(exports.weak_constraints, is_range=False),
                strong_constraints=self.texts(exports.strong_constraints, is_range=False),
                span=exports.span,
            ),
            ignore_run_exports=IgnoreRunExports(
                by_name=_names(ignored.by_name),
                from_package=_names(ignored.from_package),
                span=ignored.span,
            ),
        )

    def texts(self, items: Texts, *, is_range: bool = True) -> Texts:
        """A list of them."""
        return tuple(
            replace(
                item,
                then=self.texts(item.then, is_range=is_range),
                otherwise=self.texts(item.otherwise, is_range=is_range),
            )
            if isinstance(item, Conditional)
            else self._text(item, is_range=is_range)
            for item in items
        )

    def _text(self, text: Text, *, is_range: bool) -> Text:
        if not text.has_expression:
            made = in_v1(text.value, is_range=is_range)
            if made is None:
                self._note(text, f"rattler-build does not read `{text.value}`")
            return text if made is None else replace(text, value=made)
        if CALL.match(text.value):
            return text
        whole = WHOLE.fullmatch(text.value)
        if whole is not None:
            return self._arms(text, whole[1], is_range=is_range)
        return self._joined(text, is_range=is_range)

    def _arms(self, text: Text, source: str, *, is_range: bool) -> Text:
        """An expression that is all of a requirement: every string that it chooses from."""
        try:
            node = parse_expression(source.strip())
        except ExpressionError:
            # It has been noted where it was converted.
            return text
        made = self._arm(node, text, is_range=is_range)
        return text if made == node else replace(text, value="${{ " + unparse(made) + " }}")

    def _arm(self, node: Node, text: Text, *, is_range: bool) -> Node:
        if isinstance(node, Choice):
            then = self._arm(node.then, text, is_range=is_range)
            other = node.otherwise
            otherwise = None if other is None else self._arm(other, text, is_range=is_range)
            return Choice(node.condition, then, otherwise)
        for value in self.possible.of(node) or ():
            made = in_v1(str(value), is_range=is_range) if value else ""
            if isinstance(node, Literal) and made is not None:
                return Literal(made)
            if value and made != value:
                self._note(text, f"rattler-build does not read `{value}`")
        return node

    def _joined(self, text: Text, *, is_range: bool) -> Text:
        """A text with expressions in it, changed alike for everything that it can be."""
        fields = FIELDS.fullmatch(text.value)
        sample, known = self._sample(" ".join(text.value.split()), fields)
        if known is None:
            if fields is None:
                return text
            if fields[2] and not fields[4].startswith("="):
                return text
            self._note(text, f"whether `{fields[3]}` is a plain version is not known")
            likely = _ranged if is_range and not fields[4] else _exact
            return replace(text, value=likely(text.value))
        wanted = {value: in_v1(value, is_range=is_range) for value in known}
        for change in CHANGES:
            # A change of the text has no effect on what stands inside of an expression.
            is_right = all(change(value) == made for value, made in wanted.items())
            if is_right and self.possible.of_text(change(sample)) == frozenset(wanted.values()):
                return replace(text, value=change(text.value))
        odd = min((each for each, made in wanted.items() if each != made), default=sample)
        self._note(text, f"rattler-build does not read `{odd}`, which this can be")
        return text

    def _sample(
        self, value: str, fields: re.Match[str] | None
    ) -> tuple[str, frozenset[str] | None]:
        """A text that is known where this one is, and what it can be.

        A name or a build string that is not known is any word in it.
        """
        known = self.possible.of_text(value)
        if known is not None or fields is None:
            return value, known
        build = f"{fields[4][0]}b" if fields[4] else ""
        sample = f"a {fields[2]}{fields[3]}{build}"
        return sample, self.possible.of_text(sample)

    def _note(self, text: Text, message: str) -> None:
        hint = "write `name 1.2.*` or `name ==1.2`, or list the values in a variant file"
        self.problems.add("not-convertible", message, hint, text.span)


def _names(items: Texts) -> Texts:
    """Names of packages, of which v0 takes a pin too."""
    return tuple(
        replace(item, then=_names(item.then), otherwise=_names(item.otherwise))
        if isinstance(item, Conditional)
        else _name(item)
        for item in items
    )


def _name(text: Text) -> Text:
    whole = WHOLE.fullmatch(text.value)
    node = parse_expression(whole[1].strip()) if whole and CALL.match(text.value) else None
    match node:
        case Call(function=Name(name=function), arguments=(Literal(value=str(name)), *_)):
            return replace(text, value=name) if function.startswith("pin_") else text
        case Call(function=Name(name=function), arguments=(name, *_)):
            called = "${{ " + unparse(name) + " }}"
            return replace(text, value=called) if function.startswith("pin_") else text
    return text


def _same(spec: str) -> str:
    return spec


def _ranged(spec: str) -> str:
    return f"{spec}.*"


def _apart(spec: str) -> str:
    """The requirement with its build string behind a space, not behind `=`."""
    return BUILD.sub(r"\1==\2 ", spec, count=1)


def _any(spec: str) -> str:
    """The requirement of a build string alone, `name =*=build` in v0."""
    return ANY_VERSION.sub(r"\1* ", spec, count=1)


def _starless(spec: str) -> str:
    return spec.removesuffix(".*")


def _exact(spec: str) -> str:
    """The requirement with `==` before its second word."""
    return SECOND_WORD.sub(r"\1==", spec, count=1)


CHANGES: tuple[Callable[[str], str], ...] = (_same, _ranged, _exact, _apart, _any, _starless)
"""What can be made of a text with expressions whatever they give."""
