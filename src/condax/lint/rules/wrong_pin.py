"""A pin asks the wrong side for the version.

## Why
`pin_subpackage` is for outputs of this recipe, `pin_compatible` for packages of `host`. The other
way round the version is taken from where there is none.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      run_exports:
        - ${{ pin_compatible("example") }}

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      run_exports:
        - ${{ pin_subpackage("example") }}
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.recipe.inherit import known_name
from condax.recipe.values import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

PIN = re.compile(r"\$\{\{\s*pin_(subpackage|compatible)\(\s*([\"'])([^\"'{}]+)\2\s*[,)]")


@rule("CX218", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """Pins in `host`, `run` and `run_exports`, where the names of all outputs are known."""
    own = {known_name(context.recipe, each.output.package.name) for each in context.outputs}
    if any(each is None or "${{" in each for each in own):
        return
    for output in context.outputs:
        exports = output.output.requirements.run_exports
        lists = (exports.weak, exports.strong, exports.noarch)
        texts = [text for items in lists for text in leaves(items)]
        texts += [entry.text for entry in (*output.host, *output.run)]
        for text in texts:
            found = PIN.match(text.value)
            if found is None or text.span is None:
                continue
            if (found[1] == "subpackage") == (found[3] in own):
                continue
            right = "subpackage" if found[3] in own else "compatible"
            yield Finding(
                at=context.place(text.span),
                message=f"{found[3]!r} is {'an' if right == 'subpackage' else 'no'} output of "
                "this recipe",
                hint=f"write `pin_{right}`",
            )
