"""Variant files: what they say, merged, migrated, and expanded over the keys a recipe uses.

```python
>>> from condax.variants import expand_variants, merge_variants, parse_variants
>>> pinning = parse_variants("python: [3.12, 3.13]\\nxz: [5]\\n", "p.yaml", lambda _: True)
>>> list(expand_variants(merge_variants(pinning), {"python"}))
[{'python': '3.12'}, {'python': '3.13'}]
```
"""

from __future__ import annotations

from condax.variants.expand import (
    dimensions,
    expand_variants,
    first_values,
    narrow,
    reduce_to_used,
)
from condax.variants.merge import merge_variants
from condax.variants.migrate import apply_migration, apply_migrations, migrations_to_apply, waiting
from condax.variants.model import (
    DEFAULT_PINS,
    Migrator,
    Operation,
    TypedValue,
    Variant,
    VariantConfig,
    as_written,
    seen_by,
)
from condax.variants.parse import load_variants_file, parse_variants
from condax.variants.selectors import find_lost_lists, select_lines_of_conda_build

__all__ = [
    "DEFAULT_PINS",
    "Migrator",
    "Operation",
    "TypedValue",
    "Variant",
    "VariantConfig",
    "apply_migration",
    "apply_migrations",
    "as_written",
    "dimensions",
    "expand_variants",
    "find_lost_lists",
    "first_values",
    "load_variants_file",
    "merge_variants",
    "migrations_to_apply",
    "narrow",
    "parse_variants",
    "reduce_to_used",
    "seen_by",
    "select_lines_of_conda_build",
    "waiting",
]
