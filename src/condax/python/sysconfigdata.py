"""Reading `_sysconfigdata_*.py` as data: its one assignment is parsed, and never executed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from condax.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "build_time_vars"

Value: TypeAlias = "str | int"
"""What configure and the Makefile leave behind."""


def parse_sysconfigdata(text: str, where: str) -> Mapping[str, Value]:
    """Grammar: `build_time_vars = {literal: literal, …}`, comments and docstrings around it.

    Raises `VerificationError` naming `where` for anything else.
    """
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError) as e:
        raise _refusal(where, f"it is not Python: {e}") from None
    for statement in module.body:
        if isinstance(statement, ast.Assign) and [
            target.id for target in statement.targets if isinstance(target, ast.Name)
        ] == [NAME]:
            return _values(statement.value, where)
    raise _refusal(where, f"it does not assign {NAME!r}")


def _values(node: ast.expr, where: str) -> Mapping[str, Value]:
    try:
        values = ast.literal_eval(node)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise _refusal(where, f"{NAME!r} is more than a dictionary of literals")
    return {str(key): value for key, value in values.items() if isinstance(value, (str, int))}


def _refusal(where: str, why: str) -> VerificationError:
    return VerificationError(
        f"the Python configuration cannot be read as data: {why}",
        hint="install the target's Python again",
        where=where,
    )
