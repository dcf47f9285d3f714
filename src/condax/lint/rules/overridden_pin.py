"""A host requirement has a version of its own, although the pinning has one.

## Why
conda-forge pins the libraries that everything is built against, so that packages fit each other. A
version in the recipe overrides that pin: the package is left behind by the next migration, or
cannot be installed beside the others.

## Bad
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - openssl >=3.0
    # ../conda-forge.yml
    conda_build_tool: rattler-build
    # ../.ci_support/linux_64_.yaml
    openssl:
    - '3.5'

## Good
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - openssl
    # ../conda-forge.yml
    conda_build_tool: rattler-build
    # ../.ci_support/linux_64_.yaml
    openssl:
    - '3.5'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

KEY = re.compile(r"^([a-z0-9]\w*):", re.MULTILINE)

OWN_VERSION = re.compile(r"\{\{\s*version\s*\}\}")


@rule("CX228", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Entries of `host` with a version, whose name is a key of a rendered variant."""
    if not context.rendered_variants:
        return
    pinned = {name for text in context.rendered_variants for name in KEY.findall(text)}
    for output in context.outputs:
        names = [each.name for each in output.host]
        for entry in output.host:
            is_pin = entry.name.replace("-", "_") in pinned and names.count(entry.name) == 1
            if not is_pin or entry.span is None or (entry.name == "python" and output.noarch):
                continue
            if OWN_VERSION.search(entry.text.value):
                # Parts of one project are built for each other.
                continue
            # No value has what only a variant gives one, e.g. `python ${{ python_min }}.*`.
            spec = context.expanded(entry.text.value) or ""
            version = spec.partition(" ")[2].split()
            if not version or version[0].strip("=") == "*":
                continue
            yield Finding(
                at=context.place(entry.span),
                message=f"`{entry.text.value}` overrides the version that is pinned",
                hint=f"write `{entry.name}`; a version of the recipe's own belongs in its "
                "variant file",
            )
