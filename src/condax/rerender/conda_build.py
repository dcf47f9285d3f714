"""Which variant keys of a v0 recipe conda-build takes for used, where that is not what it reads.

conda-build searches the text of the recipe for each name; a name that its patterns miss is not in
the variant files of conda-smithy, nor is it here, although evaluating the recipe reads it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from condax.recipe.rendered import RenderedOutput

COMPILER, VERSION = "_compiler", "_version"


def used_keys(output: RenderedOutput, text: str) -> frozenset[str]:
    """The names that an output of a v0 recipe uses, as conda-build finds them in its text."""
    exports = output.requirements.run_exports
    exported = (*exports.weak, *exports.strong, *exports.noarch)
    used = {name for name in output.used if is_found(name, text)}
    used |= {spec.text.lower().replace("-", "_") for spec in exported if spec.pin is None}
    # The name of the compiler is found in that of its version.
    used |= {name.removesuffix(VERSION) for name in used if name.endswith(COMPILER + VERSION)}
    return frozenset(used)


@lru_cache(maxsize=4096)
def is_found(name: str, text: str) -> bool:
    """Whether a name stands anywhere but in selectors that the search does not understand.

    In a selector only a name counts that white space, a comparison or the end follows.
    """
    for line in text.split("\n"):
        if name in line.replace("-", "_"):
            before, selector = _split(line)
            if _has_word(name, before.replace("-", "_")) or _is_compared(name, selector):
                return True
    return name not in text


def _split(line: str) -> tuple[str, str]:
    """The line without its selector, and the selector."""
    found = re.search(r"#[^\[\]]*\[(.*)\]", line)
    return (line[: found.start()], found[1] + "]") if found else (line, "")


def _has_word(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _is_compared(name: str, selector: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}[=\s<>!\]]", selector) is not None
