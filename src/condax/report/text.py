"""What a terminal shows: diagnostics with their place, errors with their hint."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.errors import ConfigError, RecipeError, ToolFailedError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from condax.diagnostics import Diagnostic
    from condax.errors import CondaxError

STYLES: dict[Severity, str] = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
TAB_WIDTH = 4
STRONG, QUIET, HINT = "bold", "bright_blue", "cyan"

Fragment = tuple[str, str]
"""Text and the name of its rich style, which is empty for plain text."""


def wants_color(env: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether to colour output: on a terminal, unless `NO_COLOR` (no-color.org) is not empty."""
    return is_terminal and not env.get("NO_COLOR") and env.get("TERM") != "dumb"


def render(diagnostics: Sequence[Diagnostic], *, color: bool = False) -> str:
    """One block per diagnostic, with an empty line between them."""
    blocks = [_joined(_diagnostic(each), color=color) for each in diagnostics]
    return "\n".join(blocks)


def render_error(error: CondaxError, *, color: bool = False) -> str:
    """`error: …` and its hint; before them what the error carries, findings or a program's end."""
    parts = [_joined(_error(error), color=color)]
    if isinstance(error, (ConfigError, RecipeError, VerificationError)) and error.diagnostics:
        parts.insert(0, render(error.diagnostics, color=color))
    elif isinstance(error, ToolFailedError) and error.tail:
        parts.insert(0, "".join(f"{line}\n" for line in error.tail))
    return "\n".join(parts)


def render_summary(diagnostics: Sequence[Diagnostic]) -> str:
    """How many errors and warnings there are, e.g. `1 error, 2 warnings`; `no findings`."""
    counts = {each: sum(d.severity is each for d in diagnostics) for each in Severity}
    parts = [
        f"{count} {severity.value}{'s' if count > 1 else ''}"
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(parts) or "no findings"


def _error(error: CondaxError) -> Iterator[Fragment]:
    yield "error", STYLES[Severity.ERROR]
    yield f": {error}\n", STRONG
    if error.where:
        yield "  --> ", QUIET
        yield f"{error.where}\n", ""
    if isinstance(error, ToolFailedError) and error.log:
        yield "  log ", QUIET
        yield f"{error.log}\n", ""
    yield from _hint(error.hint)


def _diagnostic(diagnostic: Diagnostic) -> Iterator[Fragment]:
    yield f"{diagnostic.severity.value}[{diagnostic.code}]", STYLES[diagnostic.severity]
    yield f" {diagnostic.name}: {diagnostic.message}\n", STRONG
    span = diagnostic.span
    margin = len(str(span.line)) if span else 1
    place = f":{span.line}:{span.column}" if span else ""
    yield f"{' ' * margin}--> ", QUIET
    yield f"{diagnostic.path}{place}\n", ""
    yield from _source(diagnostic, margin)
    yield from _hint(diagnostic.hint)
    if diagnostic.fix:
        option = "--fix" if diagnostic.fix == "safe" else "--unsafe-fixes"
        yield "  fix", HINT
        yield f": {diagnostic.fix}, with {option}\n", ""
    if diagnostic.url:
        yield " docs", HINT
        yield f": {diagnostic.url}\n", ""


def _source(diagnostic: Diagnostic, margin: int) -> Iterator[Fragment]:
    """The source line with a caret under every column of the span."""
    span, line = diagnostic.span, diagnostic.source_line
    if span is None or line is None:
        return
    before = " " * len(line[: span.column - 1].expandtabs(TAB_WIDTH))
    yield f"{' ' * margin} |\n{span.line} | ", QUIET
    yield f"{line.expandtabs(TAB_WIDTH)}\n", ""
    yield f"{' ' * margin} | ", QUIET
    yield f"{before}{'^' * max(span.length, 1)}\n", STYLES[diagnostic.severity]


def _hint(hint: str) -> Iterator[Fragment]:
    yield " hint", HINT
    yield f": {hint}\n", ""


def _joined(fragments: Iterator[Fragment], *, color: bool) -> str:
    if not color:
        return "".join(text for text, _ in fragments)
    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    # Whether to colour is decided: rich is not to look at the environment again.
    console = Console(
        file=out, force_terminal=True, color_system="standard", no_color=False, soft_wrap=True
    )
    console.print(Text.assemble(*fragments), end="")
    return out.getvalue()
