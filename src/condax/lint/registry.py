"""What a rule is: `Place`, `FileEdit`, `Finding`, `Rule`, and how rules are found.

Every module of `condax.lint.rules` (and of `rules.online`) holds one rule: the module's name is
the rule's name, its docstring the documentation, and one generator decorated with `rule` the rule
itself. A rule asks for what it needs by the names of its parameters, which are the attributes of
`LintContext`.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import operator
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from condax.recipe.model import RecipeFormat

if TYPE_CHECKING:
    from condax.diagnostics import Severity
    from condax.lint.context import LintContext


class Fixability(str, Enum):
    """How far a fix can be trusted."""

    SAFE = "safe"
    """The recipe means the same for a native build, and is right for a cross build."""
    UNSAFE = "unsafe"
    """Right most of the time; a person has to look at it."""


SAFE, UNSAFE = Fixability.SAFE, Fixability.UNSAFE
V0, V1 = RecipeFormat.V0, RecipeFormat.V1


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A piece of a file: characters `start` to `end`, counted from 0."""

    file: str
    """Path relative to the linted folder."""
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FileEdit:
    """Characters `start` to `end` of a file become `text`; a file that is not there is empty."""

    file: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a rule says about one place."""

    at: Place
    message: str
    hint: str
    fix: tuple[FileEdit, ...] = ()
    """Applied together or not at all; empty where this finding has no fix."""
    is_unsafe: bool = False
    """The fix needs a look, although other fixes of the rule do not."""
    no_fix: str = ""
    """Why it has none, although others of the rule do; nothing is said of it beside a fix."""


RuleFunction = Callable[..., Iterator[Finding]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One rule, as its module declares it."""

    code: str
    name: str
    severity: Severity
    fix: Fixability | None
    formats: tuple[RecipeFormat, ...]
    """Recipe formats that it is about."""
    changes_native: bool
    """The fix changes what the recipe means for a native build, as its page says."""
    online: bool
    """It asks the network: off unless wanted."""
    docs: str
    """Docstring of the module, Markdown."""
    run: Callable[[LintContext], Iterator[Finding]]

    @property
    def summary(self) -> str:
        """The first line of its page."""
        return self.docs.splitlines()[0]


_REGISTRY: dict[str, Rule] = {}


def rule(
    code: str,
    *,
    severity: Severity,
    fix: Fixability | None = None,
    formats: tuple[RecipeFormat, ...] = (V0, V1),
    changes_native: bool = False,
) -> Callable[[RuleFunction], RuleFunction]:
    """Register a generator as the rule of its module; a code can be used once only."""

    def register(function: RuleFunction) -> RuleFunction:
        if code in _REGISTRY:
            raise ValueError(f"{code} is already the rule {_REGISTRY[code].name!r}")
        module = sys.modules[function.__module__]
        parent, _, name = module.__name__.rpartition(".")
        _REGISTRY[code] = Rule(
            code=code,
            name=name.replace("_", "-"),
            severity=severity,
            fix=fix,
            formats=formats,
            changes_native=changes_native,
            online=parent.endswith(".online"),
            docs=(module.__doc__ or "").strip(),
            run=_with_needs(function, tuple(inspect.signature(function).parameters)),
        )
        return function

    return register


def _with_needs(
    function: RuleFunction, needs: tuple[str, ...]
) -> Callable[[LintContext], Iterator[Finding]]:
    """The function, called with what its parameters name: attributes of the context, or that."""
    if needs == ("context",):
        return function
    needed = operator.attrgetter(*needs)
    if len(needs) == 1:
        return lambda context: function(needed(context))
    return lambda context: function(*needed(context))


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    from condax.lint import rules

    for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        importlib.import_module(module.name)
    return tuple(_REGISTRY[code] for code in sorted(_REGISTRY))
