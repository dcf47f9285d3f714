"""Linting recipes of both formats and their build scripts, with fixes.

```python
>>> from condax.lint import LintOptions, SAFE, lint, write_fixes
>>> report = lint(Path("recipe"), options=LintOptions(fix=SAFE))
>>> write_fixes(report)
>>> report.errors
()
```
"""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING

from condax.lint.registry import SAFE, UNSAFE, Fixability, Rule, all_rules
from condax.lint.run import DEFAULTS, Report, lint, write_fixes
from condax.lint.select import LintOptions, find_rule, rules_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = [
    "SAFE",
    "UNSAFE",
    "Fixability",
    "LintOptions",
    "Report",
    "Rule",
    "all_rules",
    "find_rule",
    "lint",
    "rules_named",
    "write_fixes",
]


class _CallablePackage(types.ModuleType):
    """`from condax import lint` finds this package, and users mean the function."""

    def __call__(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        options: LintOptions = DEFAULTS,
        processes: int = 1,
        texts: Mapping[Path, str] | None = None,
    ) -> Report:
        """Call `condax.lint.lint`."""
        return lint(paths, options=options, processes=processes, texts=texts)


sys.modules[__name__].__class__ = _CallablePackage
