"""Entries with their condition inside: `${{ "numpy" if build_platform != target_platform }}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHOICE = re.compile(
    r"\$\{\{\s*(?P<then>(?:(?!\}\}).)+?)\s+if\s+(?P<condition>(?:(?!\}\}).)+?)"
    r"(?:\s+else\s+(?P<otherwise>(?:(?!\}\}).)+?))?\s*\}\}"
)
LITERAL = re.compile(r"""(["'])(?P<text>[^"']*)\1\s*(?P<more>.*)""")

INSIDE = "its condition stands inside of it"
"""Why no edit is offered for such an entry."""


def is_choice(text: str) -> bool:
    """Whether an entry is one of two things, or one or nothing, by an expression of its own."""
    return CHOICE.fullmatch(text) is not None


def written(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What an entry can be as if it were written plainly, and under which condition of its own."""
    found = CHOICE.fullmatch(text)
    if found is None:
        yield text, ()
        return
    condition = found["condition"]
    yield _plain(found["then"]), (condition,)
    if found["otherwise"]:
        yield _plain(found["otherwise"]), (f"not ({condition})",)


def _plain(expression: str) -> str:
    """`"cross-python_" + target_platform` → `cross-python_${{ target_platform }}`."""
    found = LITERAL.fullmatch(expression)
    if found is None:
        return f"${{{{ {expression} }}}}"
    more = found["more"].lstrip("+~ ")
    return found["text"] + (f"${{{{ {more} }}}}" if more else "")
