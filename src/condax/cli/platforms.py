"""List the platforms condax knows and what it can do for each."""

from __future__ import annotations

import click


@click.command(name="platforms")
@click.option("--json", "as_json", is_flag=True, help="Print every column of the table as JSON.")
def command(as_json: bool) -> None:
    """List the platforms condax knows and what it can do for each.

    \b
    Examples:
      condax platforms
      condax platforms --json
    """
    import dataclasses
    import json

    from condax.platforms import TABLE, current_platform

    if as_json:
        click.echo(json.dumps([dataclasses.asdict(row) for row in TABLE], indent=2))
        return
    here = current_platform()
    for row in TABLE:
        role = "this machine" if row == here else ("target" if row.is_elf else "")
        click.echo(f"{row.subdir:16}{row.conda_triplet or '-':28}{role}".rstrip())
