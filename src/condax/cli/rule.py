"""`condax rule`: explain a lint rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from condax.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.lint import Rule

EPILOG = """\b
Examples:
  condax rule CX203
  condax rule missing-stdlib
  condax rule CX3
  condax rule --list
"""


@click.command("rule", epilog=EPILOG)
@click.argument("rule", metavar="[CODE|NAME|BEGINNING]", required=False)
@click.option("--list", "list_all", is_flag=True, help="List all rules, one a line.")
def command(rule: str | None, *, list_all: bool) -> None:
    """Print the page of a lint rule: why it is, a bad and a good example, what its fix does.

    The beginning of several codes or names lists these rules.
    """
    from condax.lint import all_rules, find_rule, rules_named

    if list_all:
        _list(all_rules())
        return
    if rule is None:
        raise UsageError("no rule is named", hint="condax rule --list")
    several = rules_named(rule)
    if len(several) > 1:
        _list(several)
        return
    found = several[0] if several else find_rule(rule)
    click.echo(f"# {found.code} {found.name} ({found.severity.value})\n\n{found.docs}")


def _list(rules: Iterable[Rule]) -> None:
    for each in rules:
        fix = each.fix.value if each.fix else "-"
        click.echo(f"{each.code}  {each.severity.value:7}  {fix:6}  {each.name}")
