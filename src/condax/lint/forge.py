"""`conda-forge.yml` for rules: what it says, where, and which rules it skips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.lint.folder import FORGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.diagnostics import Diagnostic

SMITHY_NAMES = {
    "lint_stdlib": ("missing-stdlib", "handwritten-sysroot"),
    "lint_noarch_selectors": ("selector-in-noarch",),
    "hint_os_version": ("outdated-os-version",),
    "hint_pip_no_build_backend": ("missing-build-backend",),
    "hint_python_min": ("missing-python-min",),
}
"""What `linter.skip` may name today, with our names for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ForgeFile:
    """The file's text and its top-level values."""

    file: str
    text: str
    values: Mapping[str, object]
    skipped_rules: frozenset[str]
    """Names of the rules that `linter.skip` silences, by our name or conda-smithy's."""


def read_forge_config(
    files: Mapping[str, str],
) -> tuple[ForgeFile | None, tuple[Diagnostic, ...]]:
    """The feedstock's configuration, if there is one, and what is wrong with its YAML."""
    name = next((each for each in FORGE_NAMES if files.get(each)), None)
    if name is None:
        return None, ()
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        values = yaml.load(files[name], Loader=loader)
    except (yaml.YAMLError, ValueError):
        values = None
    known = values if isinstance(values, dict) else {}
    return (
        ForgeFile(
            file=name, text=files[name], values=known, skipped_rules=_skipped(known.get("linter"))
        ),
        (),
    )


def _skipped(linter: object) -> frozenset[str]:
    skip = linter.get("skip") if isinstance(linter, dict) else None
    names = [each for each in skip if isinstance(each, str)] if isinstance(skip, list) else []
    return frozenset(
        name for each in names for name in SMITHY_NAMES.get(each, (each.replace("_", "-"),))
    )
