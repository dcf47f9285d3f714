"""Values that conda-build takes and rattler-build does not, whatever words they are in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.platforms import Os, Platforms, get_platform, platform_names
from condax.recipe.expression import evaluate_condition
from condax.recipe.inherit import all_outputs
from condax.recipe.names import platform_variables
from condax.recipe.problems import NO_VERSION
from condax.recipe.refused import is_name
from condax.recipe.refused_words import is_address, is_noarch
from condax.recipe.syntax import ExpressionError
from condax.recipe.v1_words import is_entry_point
from condax.recipe.values import Text, guarded_leaves, leaves, place_of, value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from condax.recipe.convert.possible import Possible
    from condax.recipe.model import Output, Recipe, Script
    from condax.recipe.problems import Problems
    from condax.recipe.values import Texts

Known = Callable[[str], bool]


def note_refused_values(recipe: Recipe, possible: Possible, problems: Problems) -> None:
    """Note addresses that are paths, names that are none, and outputs without a version."""

    def note(texts: Iterable[Text], known: Known, what: str, hint: str) -> None:
        for text in texts:
            values = possible.of_text(text.value) or ()
            odd = sorted(each for each in values if each and not known(each))
            if odd:
                message = f"`{odd[0]}` is no {what} to rattler-build"
                problems.add("not-convertible", message, hint, text.span)

    for output in all_outputs(recipe):
        note(value_leaves(output.package.name), is_name, "name of a package", "use ASCII")
        noarch = value_leaves(output.build.noarch)
        note(noarch, is_noarch, "kind of noarch", "write `generic` or `python`")
        for source in leaves(output.source):
            note(leaves(source.url), is_address, "address", "write `path:`, or `https://…`")
        points = leaves(output.build.python.entry_points)
        note(points, is_entry_point, "entry point", "write `name = module:function`")
        _note_empty(output.build.script, possible, problems)
        if output.package.version is None and not output.is_staging:
            place = place_of(output.package.name)
            problems.add("not-convertible", *NO_VERSION, place or output.span)
    _note_cycle(all_outputs(recipe), possible, problems)


def _note_empty(script: Script | None, possible: Possible, problems: Problems) -> None:
    """Note variables that v0 sets to an empty text: rattler-build leaves them as they are."""
    for name, value in () if script is None else script.env:
        for text in value_leaves(value):
            if "" in (possible.of_text(text.value) or ()):
                message = f"`{name}` would not be set: v1 sets no variable to an empty text"
                problems.add("not-convertible", message, "set it in the script", text.span)


def _note_cycle(outputs: tuple[Output, ...], possible: Possible, problems: Problems) -> None:
    """Note an output that is needed for what it needs: rattler-build finds no order."""
    for names in SYSTEMS:
        graph = _Graph(names, possible)
        spans = {
            graph.name(text): text.span
            for output in outputs
            for text in value_leaves(output.package.name)
        }
        needs: dict[str, set[str]] = {}
        for output in filter(graph.is_built, outputs):
            found = set(graph.needed(output)) & spans.keys()
            for name in map(graph.name, value_leaves(output.package.name)):
                needs[name] = needs.get(name, set()) | found - {name}
        for name in needs:
            before: set[str] = set()
            ahead = set(needs[name])
            while ahead - before:
                before |= ahead
                ahead = set().union(*(needs.get(each, ()) for each in ahead))
            if name in before:
                message = f"`{name}` is needed for an output that it needs itself"
                problems.add("not-convertible", message, "break the circle", spans[name])
                return


@dataclass(frozen=True, slots=True)
class _Graph:
    """What outputs need on one platform, as far as their conditions say."""

    names: Mapping[str, object]
    possible: Possible

    def is_built(self, output: Output) -> bool:
        """Whether nothing that is known skips it."""
        skips = (item.value for item in output.build.skip if isinstance(item, Text))
        return not any(self._holds(condition, unknown=False) for condition in skips)

    def needed(self, output: Output) -> Iterator[str]:
        """Packages that have to be there before an output, and those that it pins."""
        needs, exports = output.requirements, output.requirements.run_exports
        yield from map(self.name, self._texts((*needs.build, *needs.host)))
        pinning = (
            *(*needs.build, *needs.host, *needs.run),
            *(*exports.weak, *exports.strong, *exports.noarch),
            *(*exports.weak_constraints, *exports.strong_constraints),
        )
        for text in self._texts(pinning):
            yield from PINNED.findall(text.value)
        for text in self._texts(needs.run_constraints):
            yield from PINNED.findall(text.value) if EXACT.search(text.value) else ()

    def name(self, text: Text) -> str:
        """The name of a package, of a requirement that of what it asks for."""
        values = self.possible.of_text(text.value) or ()
        value = next(iter(values)) if len(values) == 1 else text.value
        found = NAMED.match(value)
        return value if found is None else found[1].lower()

    def _texts(self, items: Texts) -> Iterator[Text]:
        for text, conditions in guarded_leaves(items):
            if all(self._holds(condition, unknown=True) for condition in conditions):
                yield text

    def _holds(self, condition: str, *, unknown: bool) -> bool:
        try:
            return evaluate_condition(condition, self.names)
        except ExpressionError:
            return unknown


ROWS = tuple(row for row in map(get_platform, platform_names()) if row.os is not Os.ANY)
SYSTEMS = tuple(
    {
        name: value
        for name, value in platform_variables(Platforms(build=row, host=row, target=row)).items()
        if name != "build_platform"
    }
    for row in ROWS
)
"""What is known of each platform when it is built for, whatever it is built on."""
NAMED = re.compile(r"(?:[^\s:]*::)?((?:[\w.-]|\$\{\{.*?\}\})+)")
PINNED = re.compile(r"""pin_subpackage\(\s*["']([^"']+)["']""")
EXACT = re.compile(r"\bexact\s*=\s*[Tt]rue")
