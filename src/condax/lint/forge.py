"""`conda-forge.yml` for rules: what it says, what is wrong with it, and which rules it skips."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from condax.lint.folder import FORGE_NAMES
from condax.lint.ignores import line_starts
from condax.lint.registry import FileEdit, Finding, Place
from condax.platforms import Os, get_platform

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from condax.diagnostics import Diagnostic, Span
    from condax.rerender.config import ForgeConfig

SMITHY_NAMES = {
    "lint_stdlib": ("missing-stdlib", "handwritten-sysroot", "macos-constraint"),
    "lint_noarch_selectors": ("selector-in-noarch",),
    "hint_os_version": ("outdated-os-version",),
    "hint_pip_no_build_backend": ("missing-build-backend",),
    "hint_python_min": ("missing-python-min",),
    "hint_noarch_python_test_latest": ("missing-newest-python-test",),
    "hint_python_version_independent_test_latest": ("missing-newest-python-test",),
    "hint_abi3_cross_python_run_exports": ("ignored-cross-python",),
    "hint_abi3_missing_abi3audit": ("missing-abi3audit",),
    "hint_redundant_python_min": ("redundant-python-min",),
    "hint_rattler_build_sp_dir": ("handmade-sp-dir",),
}
"""What conda-smithy looks for in `linter.skip`, with our names for it."""


UNREADABLE = ("unknown-key", "wrong-value", "duplicate-key", "not-yaml")
"""Complaints after which nothing can be said about what the rest means together."""


@dataclass(frozen=True)
class ForgeLint:
    """The file's text, what it means, and what is wrong with it."""

    file: str
    text: str
    config: ForgeConfig

    @property
    def skipped_rules(self) -> frozenset[str]:
        """Names of the rules that `linter.skip` silences, by our name or conda-smithy's."""
        return frozenset(
            name
            for each in self._skipped
            for name in SMITHY_NAMES.get(each, (each.replace("_", "-"),))
        )

    @property
    def crosses_to_windows(self) -> bool:
        """Whether some Windows package is built on another platform than its own."""
        return any(
            target != build and get_platform(target).os is Os.WINDOWS
            for target, build in self.config.build_platform.items()
        )

    @property
    def unknown_rules(self) -> tuple[str, ...]:
        """What `linter.skip` names that is neither a rule of ours nor looks like conda-smithy's."""
        from condax.lint.registry import all_rules
        from condax.rerender.keys import LINT_PREFIXES

        known = {each.name for each in all_rules()}
        return tuple(
            each
            for each in self._skipped
            if not each.startswith(LINT_PREFIXES) and each.replace("_", "-") not in known
        )

    @property
    def _skipped(self) -> tuple[str, ...]:
        skip = self.config.file.values.get("linter.skip")
        listed = skip if isinstance(skip, list | tuple) else ()
        return tuple(each for each in listed if isinstance(each, str))

    @cached_property
    def complaints(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the file, key by key, and where it contradicts itself."""
        from condax.rerender.consistency import check_consistency

        found = self.config.file.diagnostics
        if any(each.name in UNREADABLE for each in found):
            return found
        return (*found, *check_consistency(self.config))

    def findings(self, *names: str, fix: bool = False) -> Iterator[Finding]:
        """The complaints with these names; the fix of each removes its entry."""
        for each in self.complaints:
            if each.name in names and each.span is not None and not _is_rule(each):
                place = self.place(each.span)
                yield Finding(
                    at=place,
                    message=each.message,
                    hint=each.hint,
                    fix=self._without(place) if fix else (),
                )

    def place(self, span: Span) -> Place:
        """A place in the file."""
        starts = line_starts(self.text)
        # YAML also ends lines at characters such as U+2028.
        start = starts[min(span.line, len(starts)) - 1] + span.column - 1
        start = min(start, len(self.text))
        return Place(file=self.file, start=start, end=start + span.length)

    def _without(self, place: Place) -> tuple[FileEdit, ...]:
        """Edits that remove the entry of a key, and the section if nothing is left in it."""
        from condax.lint.forge_edits import span_without_entry

        span = span_without_entry(self.text, place.start)
        return (FileEdit(file=self.file, start=span[0], end=span[1], text=""),) if span else ()


def _is_rule(complaint: Diagnostic) -> bool:
    """`linter.skip` takes our names, and those of conda-smithy that its schema forgot."""
    from condax.lint.registry import all_rules

    value = (complaint.source_line or "").strip().lstrip("- ").strip("\"'")
    return value in SMITHY_NAMES or any(
        value.replace("_", "-") in {each.name, each.code} for each in all_rules()
    )


def read_forge_config(files: Mapping[str, str]) -> ForgeLint | None:
    """The feedstock's configuration, if there is one."""
    name = next((each for each in FORGE_NAMES if files.get(each)), None)
    if name is None:
        return None
    from condax.rerender.config import parse_forge_config

    config = parse_forge_config(files[name], name)
    return ForgeLint(file=name, text=files[name], config=config)
