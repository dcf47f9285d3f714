"""A recipe is written by a program: Jinja loops, macros and filters around its YAML.

## Why
conda-build renders it, and nothing else can edit it: the bots that update versions and add
platforms read a recipe line by line, and leave such a one alone or break it. It can neither be
converted to format 1.

## Bad
    # meta.yaml
    requirements:
      run:
        {% for name in ["openssl", "zlib"] %}
        - {{ name }}
        {% endfor %}

## Good
    # meta.yaml
    requirements:
      run:
        - openssl
        - zlib
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.lines import line_start
from condax.lint.registry import V0, Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

STATEMENT = re.compile(r"\{%[-+]?\s*(for|macro|call|filter|block)\b.*?%\}")


@rule("CX121", severity=Severity.WARNING, formats=(V0,))
def check(context: LintContext) -> Iterator[Finding]:
    """The first statement that begins a block other than `{% if %}`."""
    text = context.recipe.text
    for found in STATEMENT.finditer(text):
        if "#" in text[line_start(text, found.start()) : found.start()]:
            continue
        yield Finding(
            at=Place(file=context.recipe.path, start=found.start(), end=found.end()),
            message=f"`{{% {found[1]} %}}` hides the recipe from every tool but conda-build",
            hint="write out what it makes",
        )
        return
