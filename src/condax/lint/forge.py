"""`conda-forge.yml` for rules: what it says, what is wrong with it, and which rules it skips."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.errors import CondaxError
from condax.lint.folder import FORGE_NAMES
from condax.lint.ignores import line_starts
from condax.lint.registry import FileEdit, Finding, Place
from condax.lint.select import matches, rules_named
from condax.platforms import Os, get_platform

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from condax.diagnostics import Diagnostic, Span
    from condax.lint.registry import Rule
    from condax.platforms import Platform
    from condax.rerender.config import ForgeConfig
    from condax.rerender.providers import Hosting

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

    def skips(self, rule: Rule) -> bool:
        """Whether `linter.skip` silences a rule, by what we call it or by conda-smithy's name."""
        return any(matches(rule, name) for each in self.skipped for name in _our_names(each))

    @property
    def crosses_to_windows(self) -> bool:
        """Whether some Windows package is built on another platform than its own."""
        return any(
            target != build and get_platform(target).os is Os.WINDOWS
            for target, build in self.config.build_platform.items()
        )

    @property
    def crosses(self) -> bool:
        """Whether some package is built on another platform than its own."""
        return any(target != build for target, build in self.config.build_platform.items())

    @property
    def emulated(self) -> tuple[Hosting, ...]:
        """The platforms whose builds run on machines of another kind, all under emulation."""
        from condax.rerender.providers import HOSTING

        builds, providers_of = self.config.build_platform, self.config.providers_of
        return tuple(
            row
            for row in HOSTING
            if builds[row.platform.ci_key] == row.platform.ci_key
            and (providers := providers_of(row.platform.ci_key))
            and all(each in row.emulated_by for each in providers)
        )

    def with_cross(self, target: Platform) -> tuple[FileEdit, ...]:
        """Edits that have a platform cross-compiled; none where the file is in the way."""
        from condax.lint.forge_edits import changed_lines
        from condax.rerender.cross import enable_cross

        try:
            new = enable_cross(self.text, (target,))
        except CondaxError:
            return ()
        return tuple(
            FileEdit(file=self.file, start=start, end=end, text=text)
            for start, end, text in changed_lines(self.text, new)
        )

    @property
    def unknown_rules(self) -> tuple[str, ...]:
        """What `linter.skip` names that is neither a rule of ours nor looks like conda-smithy's."""
        from condax.rerender.keys import LINT_PREFIXES

        return tuple(
            each
            for each in self.skipped
            if not each.startswith(LINT_PREFIXES)
            and not any(rules_named(name) for name in _our_names(each))
        )

    @cached_property
    def skipped(self) -> tuple[str, ...]:
        """What `linter.skip` lists."""
        skip = self.config.file.values.get("linter.skip")
        listed = skip if isinstance(skip, list | tuple) else ()
        return tuple(each for each in listed if isinstance(each, str))

    @cached_property
    def complaints(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the file, key by key, and where it contradicts itself."""
        from condax.rerender.consistency import check_consistency

        found = self.config.file.diagnostics
        if any(each.name in UNREADABLE and each.severity is Severity.ERROR for each in found):
            return found
        return (*found, *check_consistency(self.config))

    def findings(self, *names: str, fix: bool = False) -> Iterator[Finding]:
        """The complaints with these names; the fix of each removes its entry."""
        for each in self.complaints:
            if each.name not in names or each.span is None:
                continue
            place = self.place(each.span)
            # conda-smithy looks for names of lints that its schema forgot.
            if self.text[place.start : place.end].strip("\"'") not in SMITHY_NAMES:
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


def _our_names(name: str) -> tuple[str, ...]:
    return SMITHY_NAMES.get(name, (name.replace("_", "-"),))


def read_forge_config(files: Mapping[str, str]) -> ForgeLint | None:
    """The feedstock's configuration, if there is one."""
    name = next((each for each in FORGE_NAMES if files.get(each)), None)
    if name is None:
        return None
    from condax.rerender.config import parse_forge_config

    config = parse_forge_config(files[name], name)
    return ForgeLint(file=name, text=files[name], config=config)
