"""Which lines of a `conda_build_config.yaml` hold: conda-build's `# [selector]` comments."""

from __future__ import annotations

import re
from collections.abc import Callable

Matches = Callable[[str], bool]
"""Whether a selector holds, e.g. `linux and not ppc64le`."""

SELECTOR = re.compile(r"#[^\[\]]*\[([^\[\]]+)\][^\[\]]*$")


def select_lines(text: str, matches: Matches) -> str:
    """The text with every line blanked whose selector does not hold; line numbers stay."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if "#" in line and (found := SELECTOR.search(line)) and not matches(found[1].strip()):
            lines[number] = ""
    return "\n".join(lines)
