"""Which rules are meant, by code, name or the beginning of either, wherever rules are named."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.errors import UsageError
from condax.lint.registry import Fixability, Rule, all_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX_LENGTH = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class LintOptions:
    """What is linted, and how."""

    select: tuple[str, ...] = ()
    """Codes, names or beginnings (`CX3`, `missing-`) of the rules to run; empty for all."""
    ignore: tuple[str, ...] = ()
    """The same, of rules to leave out."""
    fix: Fixability | None = None
    """Which fixes to apply: `SAFE`, or `UNSAFE` for those too; `None` for none."""
    online: bool = False
    """Run the rules that ask the network."""
    program_path: str = os.defpath
    """Folders, as in `PATH`, with the programs that rules may run."""


def selected_rules(options: LintOptions) -> tuple[Rule, ...]:
    """The rules that run, by code.

    Raises `UsageError` with a suggestion for a selector that no rule matches.
    """
    wanted = _matching(options.select) if options.select else {each.code for each in all_rules()}
    unwanted = _matching(options.ignore)
    return tuple(
        each
        for each in all_rules()
        if each.code in wanted and each.code not in unwanted and (options.online or not each.online)
    )


def find_rule(selector: str) -> Rule:
    """The one rule with this code or name; raises `UsageError` if there is none."""
    for each in all_rules():
        if selector.lower() in {each.code.lower(), each.name}:
            return each
    raise _unknown(selector)


def rules_named(selector: str) -> tuple[Rule, ...]:
    """All rules that a selector means; none for a misspelt one."""
    return tuple(each for each in all_rules() if matches(each, selector))


def matches(rule: Rule, selector: str) -> bool:
    """Whether a selector means a rule: its name, its code, or the beginning of one of them."""
    begins = rule.name.startswith(selector) or rule.code.startswith(selector.upper())
    return begins and len(selector) >= PREFIX_LENGTH


def _matching(selectors: Iterable[str]) -> set[str]:
    found = set()
    for selector in selectors:
        codes = {each.code for each in rules_named(selector)}
        if not codes:
            raise _unknown(selector)
        found |= codes
    return found


def suggestion(selector: str) -> str:
    """What to write for a name that no rule has."""
    import difflib

    names = [text for each in all_rules() for text in (each.name, each.code)]
    near = difflib.get_close_matches(selector, names, n=1)
    return f"did you mean {near[0]!r}?" if near else "condax rule --list"


def _unknown(selector: str) -> UsageError:
    return UsageError(f"unknown lint rule {selector!r}", hint=suggestion(selector))
