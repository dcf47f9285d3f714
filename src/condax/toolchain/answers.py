"""The answers that probes found, and the site file that configure reads.

`probes/<subdir>.txt` are the answers for a target, as `condax probe` found them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.platforms import Platform

PROBES = Path(__file__).parent / "probes"


def answers_file(target: Platform) -> Path:
    """Where the answers for a target are kept; there is none for a target never probed."""
    return PROBES / f"{target.subdir}.txt"


def render_answers(target: Platform, answers: Mapping[str, str]) -> str:
    """The text of `answers_file`."""
    head = f"# Made by: condax probe {target.subdir}\n"
    return head + "".join(f"{name}={value}\n" for name, value in answers.items())


def parse_answers(text: str) -> dict[str, str]:
    """The variables of such a text."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def render_site(target: Platform, answers: Mapping[str, str]) -> str:
    """`CONFIG_SITE` for autoconf: what the user's own file or environment says is kept."""
    cpus = {target.zig_cpu, target.processor, *((target.go_arch,) if target.go_arch else ())}
    patterns = " | ".join(f"{cpu}-*linux*" for cpu in sorted(filter(None, cpus)))
    lines = [
        f"# Answers for configure --host=<{target.subdir}>, found by running each probe of condax.",
        'for condax_site in "${CONDA_BACKUP_CONFIG_SITE-}" "${prefix-}/share/config.site"; do',
        '  test ! -r "$condax_site" || . "$condax_site"',
        "done",
        f'case "${{host_alias-}}" in {patterns})',
        *(f': "${{{name}={value}}}"' for name, value in answers.items()),
        ";;",
        "esac",
    ]
    return "\n".join(lines) + "\n"
