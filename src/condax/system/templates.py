"""Templates beside the code: `@NAME@` is substituted and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = re.compile(r"@([A-Z_]+)@")


def fill(template: Path, values: Mapping[str, str | None]) -> str:
    """Substitute `@NAME@`; a name without a value is a mistake here, not in the input."""
    text = template.read_text(encoding="utf-8")
    return NAME.sub(lambda match: values[match[1]] or "", text)
