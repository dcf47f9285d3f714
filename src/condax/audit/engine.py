"""Running the checks: `Check`, `Finding`, `AuditReport`, and how checks are found.

Every module of `condax.audit.checks` holds one check: the module's name is the check's name, its
docstring the documentation, and one generator decorated with `check` the check itself.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.audit.artifact import Artifact, load_artifact
from condax.audit.context import AuditContext
from condax.diagnostics import Diagnostic, Severity
from condax.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a check says about one file."""

    path: str
    """Name of the file, relative to the prefix."""
    message: str
    hint: str
    severity: Severity | None = None
    """Overrides the check's own, e.g. where the facts leave doubt."""


CheckFunction = Callable[[Artifact, AuditContext], Iterator[Finding]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One check, as its module declares it."""

    code: str
    name: str
    severity: Severity
    docs: str
    """Docstring of the module, Markdown."""
    run: CheckFunction


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditReport:
    """Everything that is wrong with one artifact, in the order of files, then codes."""

    path: Path
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that would break a user."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    def require_passed(self) -> None:
        """Raise `VerificationError`, with all findings, if one of them is an error."""
        if self.errors:
            plural = "s" if len(self.errors) > 1 else ""
            raise VerificationError(
                f"{self.path.name!r} failed the audit with {len(self.errors)} error{plural}",
                hint="correct the recipe as each finding says, then build again",
                where=str(self.path),
                diagnostics=self.diagnostics,
            )


_REGISTRY: dict[str, Check] = {}


def check(code: str, *, severity: Severity) -> Callable[[CheckFunction], CheckFunction]:
    """Register a generator as the check of its module; a code can be used once only."""

    def register(function: CheckFunction) -> CheckFunction:
        if code in _REGISTRY:
            raise ValueError(f"{code} is already the check {_REGISTRY[code].name!r}")
        module = sys.modules[function.__module__]
        _REGISTRY[code] = Check(
            code=code,
            name=module.__name__.rpartition(".")[2].replace("_", "-"),
            severity=severity,
            docs=(module.__doc__ or "").strip(),
            run=function,
        )
        return function

    return register


@functools.cache
def all_checks() -> tuple[Check, ...]:
    """Every check of `condax.audit.checks`, by code."""
    from condax.audit import checks

    for module in pkgutil.iter_modules(checks.__path__):
        importlib.import_module(f"{checks.__name__}.{module.name}")
    return tuple(_REGISTRY[code] for code in sorted(_REGISTRY))


def check_names(names: Iterable[str]) -> frozenset[str]:
    """The same names, all of them those of a check.

    Raises `UsageError` with a suggestion for any other name.
    """
    known = [each.name for each in all_checks()]
    wanted = frozenset(names)
    for name in sorted(wanted.difference(known)):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "choose one of " + ", ".join(known)
        raise UsageError(f"unknown audit check {name!r}", hint=hint)
    return wanted


def audit_artifact(path: Path, *, context: AuditContext) -> AuditReport:
    """Run every check on a finished package.

    Raises `UsageError` when there is no such file and `VerificationError` when it cannot be read
    as a package; findings are in the report.
    """
    return run_checks(load_artifact(path), context)


def run_checks(artifact: Artifact, context: AuditContext) -> AuditReport:
    """Run every check that the context does not ignore."""
    diagnostics = [
        _diagnostic(each, finding)
        for each in all_checks()
        if each.name not in context.ignored
        for finding in each.run(artifact, context)
    ]
    diagnostics.sort(key=lambda d: (d.path, d.code, d.message))
    return AuditReport(path=artifact.path, diagnostics=tuple(diagnostics))


def _diagnostic(origin: Check, finding: Finding) -> Diagnostic:
    return Diagnostic(
        code=origin.code,
        name=origin.name,
        severity=finding.severity or origin.severity,
        path=finding.path,
        message=finding.message,
        hint=finding.hint,
    )
