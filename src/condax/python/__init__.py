"""Target Pythons described from data: nothing of the target is ever executed.

```python
from pathlib import Path

from condax.python import describe_python, open_tree

print(describe_python(open_tree(Path("envs/aarch64"))).extension_suffix)
```
"""

from __future__ import annotations

from condax.python.describe import describe_python, find_stdlib
from condax.python.details import render_build_details
from condax.python.identity import ConformOptions, Difference, conform
from condax.python.lint import lint_build_details
from condax.python.model import TargetPython
from condax.python.tree import Tree, open_tree

__all__ = [
    "ConformOptions",
    "Difference",
    "TargetPython",
    "Tree",
    "conform",
    "describe_python",
    "find_stdlib",
    "lint_build_details",
    "open_tree",
    "render_build_details",
]
