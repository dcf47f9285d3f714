"""Values that conda-build takes and rattler-build does not, whatever words they are in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from condax.recipe.inherit import all_outputs
from condax.recipe.refused import is_name
from condax.recipe.refused_words import is_address, is_noarch
from condax.recipe.v1_words import is_entry_point
from condax.recipe.values import leaves, value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.recipe.convert.possible import Possible
    from condax.recipe.model import Output, Recipe
    from condax.recipe.problems import Problems
    from condax.recipe.values import Text

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
        if output.package.version is None and not output.is_staging:
            place = next((each.span for each in value_leaves(output.package.name)), None)
            message = "the package has no version"
            problems.add("not-convertible", message, "add `version:`", place or output.span)
    _note_cycle(all_outputs(recipe), problems)


def _note_cycle(outputs: tuple[Output, ...], problems: Problems) -> None:
    """Note the first output that is needed for what it needs: rattler-build finds no order."""
    spans = {text.value: text.span for o in outputs for text in value_leaves(o.package.name)}
    needs: dict[str, set[str]] = {}
    for output in outputs:
        found = set(_needed(output)) & spans.keys()
        for name in (text.value for text in value_leaves(output.package.name)):
            needs[name] = needs.get(name, set()) | found - {name}
    for name, span in spans.items():
        before: set[str] = set()
        ahead = set(needs[name])
        while ahead - before:
            before |= ahead
            ahead = set().union(*(needs[each] for each in ahead))
        if name in before:
            message = f"`{name}` is needed for an output that it needs itself"
            problems.add("not-convertible", message, "break the circle", span)
            return


def _needed(output: Output) -> Iterator[str]:
    """Names of the packages that have to be there before an output, and of those that it pins."""
    needs, exports = output.requirements, output.requirements.run_exports
    for text in leaves((*needs.build, *needs.host)):
        yield text.value.partition(" ")[0] if not text.has_expression else text.value
    others = (*needs.build, *needs.host, *needs.run, *needs.run_constraints)
    for text in leaves((*others, *exports.weak, *exports.strong, *exports.noarch)):
        yield from PINNED.findall(text.value)


PINNED = re.compile(r"""pin_subpackage\(\s*["']([^"']+)["']""")
