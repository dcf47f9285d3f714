"""YAML text as nodes with marks, from libyaml where PyYAML has it.

The nodes are PyYAML's: scalars, sequences and mappings, whose marks give offset, line and column
in characters. Text that could exhaust memory or the stack is refused before it is parsed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from condax.recipe.values import SourceSpan

if TYPE_CHECKING:
    from condax.recipe.problems import Problems

MERGE_TAG = "tag:yaml.org,2002:merge"
TEXT_TAG = "tag:yaml.org,2002:str"


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Makes nodes and no values: of all tags only that of the key `<<` is looked at."""

    def resolve(self, kind: object, value: str | None, implicit: object) -> str:
        """The tag of a node; telling numbers from text is left to who needs to know."""
        del kind, implicit
        return MERGE_TAG if value == "<<" else TEXT_TAG


MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 60
"""How deep lists and mappings may nest; the deepest recipes known use nine levels."""
MAX_NODES = 50_000
"""How many values a recipe may have, those that aliases repeat counted each time."""

DEEP_BLOCK = re.compile(rf"^[ \-?:]{{{2 * MAX_DEPTH}}}", re.MULTILINE)


def compose(text: str, problems: Problems) -> yaml.Node | None:
    """The root node of the first document; `None` for an empty one or one that is refused."""
    if len(text) > MAX_CHARACTERS:
        message = f"the file has more than {MAX_CHARACTERS:,} characters"
        problems.add("too-large", message, "split the recipe", None)
        return None
    try:
        if _may_be_deep(text) and _is_deep(text):
            problems.add("too-large", "lists and mappings nest too deeply", "flatten them", None)
            return None
        node: yaml.Node | None = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        _add_yaml_error(error, problems)
        return None
    except yaml.YAMLError as error:
        _add_reader_error(error, text, problems)
        return None
    return node


def span_of(node: yaml.Node) -> SourceSpan:
    """Where a node stands, quotes included; a block ends where the next token begins."""
    start, end = node.start_mark, node.end_mark
    return SourceSpan._make((start.index, end.index, start.line + 1, start.column + 1))


def _may_be_deep(text: str) -> bool:
    return text.count("[") + text.count("{") > MAX_DEPTH or DEEP_BLOCK.search(text) is not None


def _is_deep(text: str) -> bool:
    """Whether collections nest beyond `MAX_DEPTH`; reading events does not recurse."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _add_yaml_error(error: yaml.MarkedYAMLError, problems: Problems) -> None:
    mark = error.problem_mark or error.context_mark
    message = f"{error.problem or error.context or 'the text is no YAML'}"
    is_at_end = mark is not None and not problems.text[mark.index :].strip()
    if is_at_end and error.context_mark is not None:
        # What is not closed is of more use than the end of the file.
        mark, message = error.context_mark, f"{message} {error.context}"
    span = None
    if mark is not None:
        if (tag := _tag_before_text(problems.text, mark.line)) is not None:
            message = "a `{% … %}` and what it guards stand on one line"
            problems.add("invalid-yaml", message, "give the tag a line of its own", tag)
            return
        span = SourceSpan(mark.index, mark.index + 1, mark.line + 1, mark.column + 1)
        if problems.text[mark.index : mark.index + 1] == "\t":
            message = "a tab does not indent"
    problems.add("invalid-yaml", message, _hint(message), span)


TAG_BEFORE_TEXT = re.compile(r"\s*(\{%.*?%\})\s*- ")
NEAR = 3
"""How far above the place of YAML's error its reason may stand."""


def _tag_before_text(text: str, line: int) -> SourceSpan | None:
    """The first tag of Jinja with an item of a list behind it, in that line or just above.

    Without the tag the item stands further in than its neighbours, unless Jinja writes the line.
    """
    lines = text.split("\n")
    for number in range(max(line - NEAR, 0), min(line + 1, len(lines))):
        if (found := TAG_BEFORE_TEXT.match(lines[number])) is not None:
            start = sum(len(each) + 1 for each in lines[:number])
            begin, end = found.span(1)
            return SourceSpan(start + begin, start + end, number + 1, begin + 1)
    return None


def _hint(message: str) -> str:
    if "tab" in message or "\\t" in message:
        return "indent with spaces"
    if "mapping values are not allowed" in message:
        return "quote the text, or check the indentation"
    return "correct the YAML; quote text that begins with a special character"


def _add_reader_error(error: yaml.YAMLError, text: str, problems: Problems) -> None:
    """Characters that YAML does not allow; the error carries an offset at most."""
    at = next((i for i, c in enumerate(text) if not c.isprintable() and c not in "\n\r\t"), None)
    span = None
    if at is not None:
        line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
        span = SourceSpan(at, at + 1, line, column)
    reason = getattr(error, "reason", None) or "the text is no YAML"
    problems.add("invalid-yaml", str(reason), "remove the character", span)
