"""`pip` is in `host`, and no build backend is.

## Why
pip builds without isolation: the backend that `pyproject.toml` names has to be in `host`. Without
it the build fails, or finds one by luck.

## Bad
    build:
      number: 0
      noarch: python
    requirements:
      host:
        - python ${{ python_min }}.*
        - pip
      run:
        - python >=${{ python_min }}

## Good
    build:
      number: 0
      noarch: python
    requirements:
      host:
        - python ${{ python_min }}.*
        - pip
        - hatchling
      run:
        - python >=${{ python_min }}
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

BACKENDS = frozenset(
    {
        *(
            "flit",
            "flit-core",
            "hatchling",
            "jupyter_packaging",
            "maturin",
            "mesonpy",
            "meson-python",
        ),
        *("pdm-backend", "pdm-pep517", "poetry", "poetry-core", "pbr", "scikit-build"),
        *(
            "scikit-build-core",
            "setuptools",
            "setuptools-rust",
            "sip",
            "uv-build",
            "whey",
            "enscons",
        ),
        *("py-build-cmake", "numpy", "cython", "jupyterlab", "mypy", "versioningit", "uv"),
    }
)
EXTENSION = re.compile(r"^(?:hatch|flit|setuptools|pdm|poetry|scikit-build|meson)[-_]")


@rule("CX221", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Outputs with `python` and `pip` in `host`."""
    for output in context.outputs:
        pip = next(output.find("host", "pip"), None)
        if pip is None or pip.span is None or not output.has("host", "python"):
            continue
        names = {entry.name for entry in (*output.host, *output.build)}
        if names.isdisjoint(BACKENDS) and not any(map(EXTENSION.search, names)) and "" not in names:
            yield Finding(
                at=context.place(pip.span),
                message="no build backend is in `host`",
                hint="add what `build-backend` of pyproject.toml names, e.g. `setuptools`",
            )
