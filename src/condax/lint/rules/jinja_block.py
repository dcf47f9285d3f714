"""A recipe is written by a program: Jinja loops, macros and filters around its YAML.

## Why
conda-build renders it, and nothing else can edit it: the bots that update versions and add
platforms read a recipe line by line, and leave such a one alone or break it. It can neither be
converted to format 1.

## Bad
    # meta.yaml
    package:
      name: example
      version: 1.2.3
    source:
      url: https://example.org/example-1.2.3.tar.gz
      sha256: ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269
    build:
      number: 0
    requirements:
      run:
        {% for name in ["openssl", "zlib"] %}
        - {{ name }}
        {% endfor %}
    test:
      commands:
        - example --version
    about:
      home: https://example.org/
      license: MIT
      license_file: LICENSE
      summary: An example
    extra:
      recipe-maintainers:
        - someone

## Good
    # meta.yaml
    package:
      name: example
      version: 1.2.3
    source:
      url: https://example.org/example-1.2.3.tar.gz
      sha256: ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269
    build:
      number: 0
    requirements:
      run:
        - openssl
        - zlib
    test:
      commands:
        - example --version
    about:
      home: https://example.org/
      license: MIT
      license_file: LICENSE
      summary: An example
    extra:
      recipe-maintainers:
        - someone
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
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
        if "#" in text[text.rfind("\n", 0, found.start()) + 1 : found.start()]:
            continue
        yield Finding(
            at=Place(file=context.recipe.path, start=found.start(), end=found.end()),
            message=f"`{{% {found[1]} %}}` hides the recipe from every tool but conda-build",
            hint="write out what it makes",
        )
        return
