"""Recipe data as YAML text: block style, two spaces, lists indented, quotes only where needed.

Comments are given by path: `about.license` goes above its line, the path of a list or mapping
(`requirements.host`) to the top of it, `requirements.build/make` above that item, an empty one to
the end. A mapping of a list behind its first item has a path of its own: `outputs[1].package.name`.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from condax.recipe.document import NOT_A_STRING
from condax.recipe.values import Block, Conditional, Data, Text

WIDTH = 98
"""Columns of a comment, its indentation included."""
STEP = "  "

PLAIN_DANGER = re.compile(
    r"""
    ^$ | ^\s | \s$                      # nothing, or white space that would be lost
    | ^[-?:](\s|$) | ^[,\[\]{}#&*!|>'"%@`]  # what begins something else
    | :(\s|$) | \s\#                    # what ends a plain scalar
    | [\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff\t]
    """,
    re.VERBOSE,
)
NOT_STRING = re.compile(
    r"""
    ~ | null | Null | NULL | true | True | TRUE | false | False | FALSE
    | yes | Yes | YES | no | No | NO | on | On | ON | off | Off | OFF | y | Y | n | N
    | [-+]?[0-9][0-9_]*(:[0-5]?[0-9])*(\.[0-9_]*)?
    | [-+]?(\.[0-9][0-9_]*|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?
    | [-+]?\.(inf|Inf|INF) | \.(nan|NaN|NAN) | 0[xX][0-9a-fA-F_]+ | 0[oO]?[0-7_]+ | 0b[01_]+
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt\s].*)? | = | <<
    """,
    re.VERBOSE,
)
"""What YAML 1.1 or 1.2 reads as another type than a string."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\t]")

Comments = Mapping[str, str]


class NoComments(Mapping[str, str]):
    """None at all, and the paths at which they were looked for."""

    def __init__(self) -> None:
        """Nothing has been written yet."""
        self.asked: set[str] = set()

    def __getitem__(self, path: str) -> str:
        """Never there."""
        self.asked.add(path)
        raise KeyError(path)

    def __iter__(self) -> Iterator[str]:
        """Nothing."""
        return iter(())

    def __len__(self) -> int:
        """Zero."""
        return 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialect:
    """How the two formats differ in writing the same data."""

    scalar: Callable[[Text, bool], str]
    """One scalar on one line; the flag asks for quotes in any case."""
    conditional: Callable[[Conditional[Data]], Iterable[tuple[Data, str]]]
    """A conditional as data, each with the comment that ends its lines, or the `{% if … %}` that
    they stand under."""
    is_multiline: Callable[[Text, str], bool] = lambda text, _: "\n" in text.value
    """Whether a literal block can hold a text, which stands at the key given; "" in a list."""
    spelled: Callable[[str], str] = lambda value: value
    """Text of a literal block, in which nothing is quoted."""


def double_quoted(value: str) -> str:
    """A double-quoted YAML scalar on one line."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    escaped = CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped)
    return f'"{escaped}"'


def needs_quotes(text: Text) -> bool:
    """Whether a scalar without expressions has to be quoted to be read as the same."""
    value = text.value
    # What only some readers of YAML take for a date or a boolean is text to the model.
    is_ambiguous = NOT_STRING.fullmatch(value) and not NOT_A_STRING.match(value)
    return bool(text.quoted or is_ambiguous or PLAIN_DANGER.search(value) or "\n" in value)


def string_text(value: str) -> Text:
    """A string of a made-up recipe; a whole `${{ … }}` stays an expression."""
    is_expression = value.startswith("${{")
    return Text(value=value, quoted=bool(NOT_A_STRING.match(value)) and not is_expression)


def quoted(value: str) -> str:
    """Double quotes, or single ones where those need no escapes and double ones would."""
    if ('"' in value or "\\" in value) and not re.search(r"[\x00-\x1f\x7f\x85\u2028\ufeff]", value):
        return "'" + value.replace("'", "''") + "'"
    return double_quoted(value)


def yaml_lines(data: Block, dialect: Dialect, comments: Comments) -> list[str]:
    """The lines of a mapping."""
    return list(_Writer(dialect, comments).block(data, "", ""))


def item_lines(
    key: str, items: tuple[Data, ...], dialect: Dialect, comments: Comments
) -> Iterator[list[str]]:
    """The lines of each item of the document's list `key`."""
    writer = _Writer(dialect, comments)
    for number, item in enumerate(items):
        yield list(writer.item(item, STEP, in_list(key, number, item)))


def in_list(path: str, number: int, item: Data) -> str:
    """The path of what is in a list's item, given that of the list."""
    first: Data | None = item
    while isinstance(first, Conditional):
        first = next(iter((*first.then, *first.otherwise)), None)
    is_alike = number == 0 or first is None or isinstance(first, Text)
    return path if is_alike else f"{path}[{number}]"


def last_lines(comments: Comments) -> list[str]:
    """What stands at the end of a file: comments without a path, and the newline."""
    last = [f"# {each}" for each in comments.get("", "").splitlines()]
    return [*([""] if last else []), *last, ""]


class _Writer:
    """Writes data of one recipe; every method yields lines."""

    def __init__(self, dialect: Dialect, comments: Comments) -> None:
        self._dialect = dialect
        self._comments = comments

    def block(self, block: Block, indent: str, path: str) -> Iterator[str]:
        for key, value in block.entries:
            yield from self._pair(key, value, indent, f"{path}.{key}" if path else key)

    def _pair(self, key: str, value: Data, indent: str, path: str) -> Iterator[str]:
        name = self._key(key)
        if isinstance(value, Conditional):
            for each, suffix in self._dialect.conditional(value):
                yield from _suffixed(self._pair(key, each, indent, path), suffix)
        elif isinstance(value, Text):
            yield from self._comment(path, indent)
            yield from self._scalar(f"{indent}{name}: ", value, indent, key)
        elif not (value.entries if isinstance(value, Block) else value):
            yield f"{indent}{name}: {'{}' if isinstance(value, Block) else '[]'}"
        else:
            yield f"{indent}{name}:"
            yield from self._comment(path, indent + STEP)
            if isinstance(value, Block):
                yield from self.block(value, indent + STEP, path)
            else:
                yield from self._list(value, indent + STEP, path)

    def _list(self, items: tuple[Data, ...], indent: str, path: str) -> Iterator[str]:
        for number, item in enumerate(items):
            yield from self.item(item, indent, in_list(path, number, item))

    def item(self, item: Data, indent: str, path: str) -> Iterator[str]:
        if isinstance(item, Conditional):
            for each, suffix in self._dialect.conditional(item):
                if isinstance(each, Block):
                    yield from self._comment(f"{path}/{_label(item)}", indent)
                yield from _suffixed(self.item(each, indent, path), suffix)
        elif isinstance(item, Text):
            yield from self._comment(f"{path}/{item.value}", indent)
            yield from self._scalar(f"{indent}- ", item, indent, "")
        elif isinstance(item, Block) and item.entries:
            lines = list(self.block(item, indent + STEP, path))
            first = next(i for i, line in enumerate(lines) if not line.lstrip().startswith("#"))
            yield from (line[len(STEP) :] for line in lines[:first])
            yield f"{indent}- {lines[first].lstrip()}"
            yield from lines[first + 1 :]
        elif isinstance(item, tuple) and item:
            yield f"{indent}-"
            yield from self._list(item, indent + STEP, path)
        else:
            yield f"{indent}- {'{}' if isinstance(item, Block) else '[]'}"

    def _scalar(self, prefix: str, text: Text, indent: str, key: str) -> Iterator[str]:
        if self._dialect.is_multiline(text, key) and _fits_literal(text.value):
            yield f"{prefix}{_literal_header(text.value)}"
            for line in self._dialect.spelled(text.value).removesuffix("\n").split("\n"):
                yield f"{indent}{STEP}{line}" if line else ""
        else:
            yield prefix + self._dialect.scalar(text, key in ALWAYS_QUOTED)

    def _key(self, key: str) -> str:
        return double_quoted(key) if PLAIN_DANGER.search(key) or NOT_STRING.fullmatch(key) else key

    def _comment(self, path: str, indent: str) -> Iterator[str]:
        for paragraph in self._comments.get(path, "").splitlines():
            # A long address stays whole, and can be followed.
            wrapper = textwrap.TextWrapper(
                width=WIDTH - len(indent) - 2, break_on_hyphens=False, break_long_words=False
            )
            yield from (f"{indent}# {line}" for line in wrapper.wrap(paragraph))


ALWAYS_QUOTED = frozenset({"version"})
"""Keys whose plain text looks like a number for some versions and not for others."""


def _label(item: Conditional[Data]) -> str:
    first = item.then[0] if item.then else None
    return first.value if isinstance(first, Text) else item.condition.value


def _suffixed(lines: Iterable[str], suffix: str) -> Iterator[str]:
    """Lines with a comment at their end, or within `{% if … %}`; comments stay as they are."""
    if suffix.startswith("{%"):
        listed = list(lines)
        indent = listed[0][: len(listed[0]) - len(listed[0].lstrip())] if listed else ""
        yield from (f"{indent}{suffix}", *listed, f"{indent}{{% endif %}}")
        return
    for line in lines:
        plain = not suffix or line.lstrip().startswith("#") or line.endswith(suffix)
        yield line if plain else f"{line}  {suffix}"


def _fits_literal(value: str) -> bool:
    """Whether a literal block gives the text back: no odd characters or leading blanks."""
    return not (
        re.search(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff\t]|[ ]\n|[ ]$", value)
        or value.startswith((" ", "\n"))
        or value.endswith("\n\n")
        or value.strip() == ""
    )


def _literal_header(value: str) -> str:
    return "|" if value.endswith("\n") else "|-"
