"""Values that conda-build takes and rattler-build does not, whatever words they are in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from condax.recipe.inherit import all_outputs
from condax.recipe.refused import is_address, is_name
from condax.recipe.values import leaves, value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.recipe.convert.possible import Possible
    from condax.recipe.model import Recipe
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
        for source in leaves(output.source):
            note(leaves(source.url), is_address, "address", "write `path:`, or `https://…`")
        if output.package.version is None and not output.is_staging:
            place = next((each.span for each in value_leaves(output.package.name)), None)
            message = "the package has no version"
            problems.add("not-convertible", message, "add `version:`", place or output.span)
