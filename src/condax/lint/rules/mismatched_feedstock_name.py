"""The feedstock has another name than its recipe.

## Why
Bots find a feedstock by the name of its recipe. Where the two differ the recipe has to say so.

## Bad
    # ../conda-forge.yml
    conda_build_tool: rattler-build
    # ../.ci_support/linux_64_.yaml
    c_compiler:
    - gcc
    # ../.git/config
    [remote "origin"]
        url = https://github.com/conda-forge/example-split-feedstock.git

## Good
    # recipe.yaml
    extra:
      feedstock-name: example-split
      recipe-maintainers:
        - someone
    # ../conda-forge.yml
    conda_build_tool: rattler-build
    # ../.ci_support/linux_64_.yaml
    c_compiler:
    - gcc
    # ../.git/config
    [remote "origin"]
        url = https://github.com/conda-forge/example-split-feedstock.git
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.folder import GIT_CONFIG
from condax.lint.registry import Finding, rule
from condax.recipe.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

REMOTE = re.compile(r"^\s*url\s*=.*?([^/:\s]+)-feedstock(?:\.git)?/?\s*$", re.MULTILINE)


@rule("CX612", severity=Severity.ERROR)
def check(context: LintContext) -> Iterator[Finding]:
    """The name of git's remotes, which forks share, against the recipe's."""
    remotes = set(REMOTE.findall(context.files.get(GIT_CONFIG, "")))
    name = context.recipe.package.name
    if not remotes or not isinstance(name, Text) or name.span is None:
        return
    own = context.expanded(name.value)
    if context.recipe.extra.get("feedstock-name") is not None or own is None:
        return
    if own.lower() not in {each.lower() for each in remotes}:
        feedstock = min(remotes)
        yield Finding(
            at=context.place(name.span),
            message=f"the feedstock is called `{feedstock}`",
            hint=f"add `feedstock-name: {feedstock}` to `extra`",
        )
