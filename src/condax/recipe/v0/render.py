"""A `meta.yaml` as conda-build renders it: selectors, then Jinja in a sandbox, line by line.

Every line carries its number through Jinja, so that each line of the result is known to come from
one of the source. Loops are bounded; there is no loader, hence no include.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import jinja2

from condax.recipe.expression import evaluate_selector, variables_of
from condax.recipe.problems import Problems, suggestion
from condax.recipe.python_words import parse_selector
from condax.recipe.syntax import ExpressionError, NotStaticError
from condax.recipe.v0.mask import END_OF_MACRO, JINJA, MACRO
from condax.recipe.v0.names import jinja_names, selector_names
from condax.recipe.v0.sandbox import run_template
from condax.recipe.v0.selectors import find_selector, select_lines
from condax.recipe.values import SourceSpan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.platforms import Platforms
    from condax.recipe.names import Variant

MARK = "\ue200"
MARKED = re.compile(f"{MARK}(\\d{{1,7}}){MARK}")


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedText:
    """The YAML that Jinja gave, and the source line (from 0) of each of its lines."""

    text: str
    lines: tuple[int, ...]


def render_text(
    source: str,
    platforms: Platforms,
    variant: Variant,
    problems: Problems,
    undefined: type[jinja2.Undefined] = jinja2.StrictUndefined,
) -> tuple[RenderedText | None, set[str]]:
    """The recipe as YAML for one platform pair and variant, and the names that it reads.

    `None` if a problem was noted. `undefined` stands for names without a value.
    """
    used: set[str] = set()
    lines = [line.rstrip() for line in source.split("\n")]
    holds = _selector_values(lines, selector_names(platforms, variant), used, problems)
    if holds is None:
        return None, used
    template = _marked(select_lines(lines, holds))
    names = jinja_names(platforms, variant, used)
    try:
        text, read = run_template(template, names, undefined)
    except (jinja2.TemplateError, ExpressionError, SyntaxError, *FAILURES) as error:
        _add_template_error(error, template, problems, names)
        return None, used
    return _without_marks(text, problems.text.count("\n") + 1), used | read


def selected_text(source: str, platforms: Platforms, variant: Variant) -> str:
    """The lines that a variant's selectors keep, before Jinja; all if a selector is malformed."""
    lines = [line.rstrip() for line in source.split("\n")]
    names = selector_names(platforms, variant)
    holds = _selector_values(lines, names, set(), Problems("", source))
    if holds is None:
        return source
    return "\n".join(line for line in select_lines(lines, holds) if line is not None)


def _selector_values(
    lines: list[str], names: dict[str, object], used: set[str], problems: Problems
) -> dict[str, bool] | None:
    """Whether each selector of the text holds."""
    holds: dict[str, bool] = {}
    before = len(problems.found)
    offset = 0
    for number, line in enumerate(lines):
        selector = find_selector(line)
        if selector is not None and selector.expression not in holds:
            try:
                expression = parse_selector(selector.expression)
                used |= variables_of(expression)
                holds[selector.expression] = evaluate_selector(expression, names)
            except ExpressionError as error:
                start = offset + selector.column
                span = SourceSpan(
                    start, start + len(selector.expression), number + 1, selector.column + 1
                )
                problems.add_expression(error, span, selector.expression)
        offset += len(line) + 1
    return None if len(problems.found) > before else holds


def _marked(lines: list[str | None]) -> str:
    """The kept lines, each ended by its number where that cannot change what Jinja does."""
    text = "\n".join(line for line in lines if line is not None)
    numbers = [number for number, line in enumerate(lines) if line is not None]
    unmarked = _lines_without_mark(text)
    return "\n".join(
        line if place in unmarked else f"{line}{MARK}{numbers[place]}{MARK}"
        for place, line in enumerate(text.split("\n"))
    )


def _lines_without_mark(text: str) -> set[int]:
    """Lines whose end is inside a tag, is cut by one (`-%}`), or belongs to a macro."""
    found: set[int] = set()
    opened: int | None = None
    for match in JINJA.finditer(text):
        tag = match.group()
        first = text.count("\n", 0, match.start())
        last = first + tag.count("\n")
        found.update(range(first, last))
        if tag[-3:-2] == "-" and text[match.end() : match.end() + 1] in {"\n", ""}:
            found.add(last)
        if opened is None and MACRO.match(tag):
            opened = first
        elif opened is not None and END_OF_MACRO.match(tag):
            found.update(range(opened, last))
            opened = None
    return found


FAILURES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What an expression in a template can fail with beside Jinja's own errors."""


def _without_marks(text: str, count: int) -> RenderedText:
    lines, numbers, last = [], [], 0
    for line in text.split("\n"):
        if match := MARKED.search(line):
            last = min(int(match.group(1)), count - 1)
        lines.append(MARKED.sub("", line).rstrip())
        numbers.append(last)
    return RenderedText(text="\n".join(lines), lines=tuple(numbers))


def _add_template_error(
    error: Exception, template: str, problems: Problems, known: Iterable[str]
) -> None:
    """Note what Jinja could not do, at the line of the source where it stands."""
    line = _failing_line(error, template)
    message = str(error) or type(error).__name__
    message = MARKED.sub("", message.split("\n")[0]).split(". ")[0].rstrip(".")
    name, hint = "invalid-template", "correct the expression"
    if isinstance(error, NotStaticError):
        name, hint = "not-static", "write the value into the recipe"
    elif isinstance(error, jinja2.UndefinedError):
        unknown = re.match(r"'(\w+)' is undefined", message)
        near = suggestion(unknown.group(1), known) if unknown else None
        name, hint = "undefined-name", near or "set it, or give it a value in a variant file"
    elif "no loader" in message:
        message, hint = "a recipe cannot include other files", "write out what it says"
    problems.add(name, message[:1].lower() + message[1:], hint, _span(line, problems.text))


def _failing_line(error: Exception, template: str) -> int:
    """The source line of an error: Jinja counts lines of the template."""
    number = getattr(error, "lineno", None)
    trace = error.__traceback__
    while number is None and trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            number = trace.tb_lineno
        trace = trace.tb_next
    lines = template.split("\n")
    for line in lines[max((number or 1) - 1, 0) :]:
        if match := MARKED.search(line):
            return int(match.group(1))
    return 0


def _span(line: int, source: str) -> SourceSpan:
    lines = source.split("\n")
    line = min(line, len(lines) - 1)
    start = sum(len(each) + 1 for each in lines[:line])
    text = lines[line].rstrip()
    match = JINJA.search(text)
    column = match.start() if match else len(text) - len(text.lstrip())
    end = match.end() if match else len(text)
    return SourceSpan(start + column, start + max(end, column + 1), line + 1, column + 1)
