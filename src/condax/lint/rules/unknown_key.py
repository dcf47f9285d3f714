"""A section has a key that means nothing.

## Why
A misspelt key is not read: what it says is silently missing from the package.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      run_constrained:
        - openssl >=3

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      run_constraints:
        - openssl >=3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.lint.sections import SECTIONS
from condax.recipe.values import Block, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from condax.lint.context import LintContext
    from condax.recipe.values import Data


@rule("CX120", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Keys of sections, of the recipe and of its outputs; what `extra` holds is free."""
    document = context.recipe.document
    known = SECTIONS[context.recipe.format]
    yield from _unknown(context, document, known)
    outputs = document.get("outputs")
    for output in leaves(outputs if isinstance(outputs, tuple) else ()):
        if isinstance(output, Block):
            yield from _unknown(context, output, known)


def _unknown(
    context: LintContext, block: Block, known: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    given = dict(block.entries)
    for section, keys in known.items():
        first, *path = section.split(".")
        for part in _mappings(given.get(first, ()), path):
            for (key, _), span in zip(part.entries, part.key_spans, strict=False):
                if key not in keys:
                    yield Finding(
                        at=context.place(span),
                        message=f"`{section}` has no key {key!r}",
                        hint=_suggestion(key, section, keys),
                    )


def _mappings(data: Data, path: Sequence[str]) -> Iterator[Block]:
    """The mappings that a path of keys leads to, through lists and conditions."""
    for part in leaves(data if isinstance(data, tuple) else (data,)):
        if isinstance(part, Block):
            if path:
                yield from _mappings(part.get(path[0]) or (), path[1:])
            else:
                yield part


def _suggestion(key: str, section: str, keys: frozenset[str]) -> str:
    import difflib

    near = difflib.get_close_matches(key, sorted(keys), n=1)
    return f"did you mean {near[0]!r}?" if near else f"remove it, or move it out of `{section}`"
