"""The page of platforms, rendered from the table."""

from __future__ import annotations

import dataclasses
from enum import Enum

from condax.platforms.table import TABLE


def render_reference() -> str:
    """Text of `docs/reference/platforms.md`."""
    lines = [
        "<!-- Rendered from the table: pytest tests/platforms/test_docs.py --update-golden -->",
        "",
        "# Platforms",
        "",
        "Every fact condax knows about a conda subdir. A dash means that the platform has no such"
        " thing. `condax platforms --json` prints the same for programs.",
    ]
    for row in TABLE:
        lines += ["", f"## {row.subdir}", "", "| column | value |", "|---|---|"]
        lines += [
            f"| `{column.name}` | {_cell(getattr(row, column.name))} |"
            for column in dataclasses.fields(row)
            if column.name != "subdir"
        ]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"`{value.value if isinstance(value, Enum) else value}`"
