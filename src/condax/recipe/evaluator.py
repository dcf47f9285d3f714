"""One evaluation: names with their values, and where to note what has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from condax.recipe.expression import evaluate_condition
from condax.recipe.names import TrackedNames
from condax.recipe.operators import to_text
from condax.recipe.pin import Pin
from condax.recipe.rendered import RenderedRequirement
from condax.recipe.syntax import ExpressionError
from condax.recipe.template import OPENING, template_value
from condax.recipe.values import Block, Conditional, Data, Item, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from condax.recipe.problems import Problems
    from condax.recipe.rendered import Specs

T = TypeVar("T")

INTEGER = re.compile(r"[-+]?\d+\Z")
FUZZY = re.compile(r"(\S+) =([\w.]+)\Z")
"""`name =1.2`, which is `name 1.2.*`."""
BOOLEANS = {"true": True, "false": False}
NULLS = frozenset({"", "~", "null"})

SOURCE_FOLDERS = ("SRC_DIR", "RECIPE_DIR")
"""What rattler-build leaves in the names of patches until it applies these."""
FOLDERS = ("PREFIX", "BUILD_PREFIX", *SOURCE_FOLDERS)
"""What it leaves in the names of license files until it copies these."""


class Evaluator:
    """Evaluates stage-0 values with one set of names; problems give a value's place."""

    def __init__(self, names: TrackedNames, problems: Problems) -> None:
        """`names` may grow while the context is evaluated."""
        self.names = names
        self.problems = problems

    def object_of(self, text: Text) -> object:
        """The value of a scalar: text, or what its only expression gives."""
        try:
            return template_value(text.value, self.names)
        except ExpressionError as error:
            self.problems.add_expression(error, text.span, text.value, self.names)
            return ""

    def string(self, text: Text) -> str:
        """A scalar as text."""
        return text.value if OPENING not in text.value else to_text(self.object_of(text))

    def holds(self, condition: Text) -> bool:
        """Whether a condition holds; one that cannot be evaluated is a problem and does not."""
        try:
            return evaluate_condition(condition.value, self.names)
        except ExpressionError as error:
            self.problems.add_expression(error, condition.span, condition.value, self.names)
            return False

    def active(self, items: Iterable[Item[T]]) -> Iterator[T]:
        """The values of a list that apply, in order."""
        for item in items:
            if isinstance(item, Conditional):
                yield from self.active(item.then if self.holds(item.condition) else item.otherwise)
            else:
                yield item

    def value(self, value: Value) -> str | None:
        """A single scalar as text without white space around it; `None` if there is none."""
        if value is None:
            return None
        text = next(self.active((value,)), None)
        return None if text is None else self.string(text).strip()

    def strings(self, items: Iterable[Item[Text]]) -> tuple[str, ...]:
        """The texts of a list that are not empty."""
        return tuple(text for text in map(self.string, self.active(items)) if text)

    def paths(
        self, items: Iterable[Item[Text]], folders: tuple[str, ...] = FOLDERS
    ) -> tuple[str, ...]:
        """The same where such folders of a build stand for themselves, as in license files."""
        listed = tuple(self.active(items))
        if not any(text.has_expression for text in listed):
            return self.strings(listed)
        kept = {name: f"${{{{ {name} }}}}" for name in folders}
        names = TrackedNames({**self.names, **kept})
        found = Evaluator(names, self.problems).strings(listed)
        self.names.used |= names.used
        return found

    def packages(self, items: Iterable[Item[Text]]) -> tuple[str, ...]:
        """The same where packages are named, which a pin does too."""
        values = map(self.object_of, self.active(items))
        names = (each.name if isinstance(each, Pin) else to_text(each) for each in values)
        return tuple(name for name in names if name)

    def raw(self, items: Iterable[Item[Text]]) -> tuple[str, ...]:
        """The texts of a list with their expressions left as they are."""
        return tuple(text.value for text in self.active(items) if text.value)

    def specs(self, items: Iterable[Item[Text]]) -> Specs:
        """The requirements of a list; an expression that gives nothing gives no requirement."""
        specs = []
        for text in self.active(items):
            value = self.object_of(text)
            if isinstance(value, Pin):
                specs.append(RenderedRequirement(text=value.text, pin=value, span=text.span))
            elif spec := FUZZY.sub(r"\1 \2.*", to_text(value).strip()):
                specs.append(RenderedRequirement(text=spec, span=text.span))
        return tuple(specs)

    def data(self, data: Data) -> object:
        """Any data with its scalars evaluated: text, tuples and mappings."""
        if isinstance(data, Text):
            return self.string(data)
        if isinstance(data, Block):
            return {key: self.data(value) for key, value in data.entries}
        if isinstance(data, Conditional):
            branch = data.then if self.holds(data.condition) else data.otherwise
            return tuple(self.data(item) for item in branch)
        return tuple(self._list(data))

    def _list(self, items: tuple[Data, ...]) -> Iterator[object]:
        for item in items:
            if isinstance(item, Conditional):
                branch = item.then if self.holds(item.condition) else item.otherwise
                yield from self._list(branch)
            else:
                yield self.data(item)

    def fields(self, owner: object, names: tuple[str, ...]) -> Mapping[str, object]:
        """The fields of `owner` that have a value, by name."""
        values = ((name, self.value(getattr(owner, name))) for name in names)
        return {name: value for name, value in values if value is not None}

    def variable(self, data: Data) -> object:
        """What a context entry is: a boolean or a whole number keeps its kind unless quoted."""
        if isinstance(data, tuple):
            # rattler-build leaves expressions in the items of lists as they are written.
            return tuple(map(_item, self._active_data(data)))
        if isinstance(data, Conditional):
            return next((self.variable(item) for item in self._active_data((data,))), None)
        if isinstance(data, Block):
            return self.data(data)
        value = self.object_of(data)
        if data.quoted:
            return to_text(value)
        is_expression = data.value.startswith(OPENING) and data.value.count(OPENING) == 1
        return typed(value) if isinstance(value, str) and not is_expression else value

    def _active_data(self, items: tuple[Data, ...]) -> Iterator[Data]:
        for item in items:
            if isinstance(item, Conditional):
                branch = item.then if self.holds(item.condition) else item.otherwise
                yield from self._active_data(branch)
            else:
                yield item


def _item(data: Data) -> object:
    assert isinstance(data, Text)
    return data.value if data.quoted else typed(data.value)


def typed(text: str) -> object:
    """Text as the boolean or whole number that it spells, or as it is."""
    if INTEGER.match(text):
        return int(text)
    return BOOLEANS.get(text.lower(), text)
