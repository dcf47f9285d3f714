"""`condax rule`: explain a lint rule."""

from __future__ import annotations

import click

from condax.errors import UsageError

EPILOG = """\b
Examples:
  condax rule CX203
  condax rule missing-stdlib
  condax rule --list
"""


@click.command("rule", epilog=EPILOG)
@click.argument("rule", metavar="[CODE|NAME]", required=False)
@click.option("--list", "list_all", is_flag=True, help="List all rules, one a line.")
def command(rule: str | None, *, list_all: bool) -> None:
    """Print the page of a lint rule: why it is, a bad and a good example, what its fix does."""
    from condax.lint import all_rules, find_rule

    if list_all:
        for each in all_rules():
            fix = each.fix.value if each.fix else "-"
            click.echo(f"{each.code}  {each.severity.value:7}  {fix:6}  {each.name}")
        return
    if rule is None:
        raise UsageError("no rule is named", hint="condax rule --list")
    found = find_rule(rule)
    click.echo(f"# {found.code} {found.name} ({found.severity.value})\n\n{found.docs}")
