"""Failures that condax expects, split by what the reader has to do about them.

`str(error)` states the fact, `error.hint` says what to do next. Only `cli/main.py` catches them
and turns `exit_code` into the exit status of the process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from condax.diagnostics import Diagnostic


class CondaxError(Exception):
    """A failure we expected: `str(error)` says what, `hint` says what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str, where: str | None = None) -> None:
        """`where` names the file, line or package that the message is about."""
        super().__init__(message)
        self.hint = hint
        self.where = where


class UsageError(CondaxError):
    """The command line names something that does not exist or cannot be combined."""

    exit_code = 2


class ConfigError(CondaxError):
    """A variant file or `conda-forge.yml` cannot be used as it is; `diagnostics` say where."""

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        hint: str,
        where: str | None = None,
        diagnostics: Sequence[Diagnostic] = (),
    ) -> None:
        """The diagnostics are shown before the message, each with its line and caret."""
        super().__init__(message, hint=hint, where=where)
        self.diagnostics = tuple(diagnostics)


class RecipeError(CondaxError):
    """A recipe cannot be read; `diagnostics` say where."""

    exit_code = 4

    def __init__(
        self,
        message: str,
        *,
        hint: str,
        where: str | None = None,
        diagnostics: Sequence[Diagnostic] = (),
    ) -> None:
        """The diagnostics are shown before the message, each with its line and caret."""
        super().__init__(message, hint=hint, where=where)
        self.diagnostics = tuple(diagnostics)


class UnsupportedPlatformError(CondaxError):
    """The platform is known, but not as the target or build machine asked for."""

    exit_code = 5


class ToolNotFoundError(CondaxError):
    """A program or package that the work needs is not to be had."""

    exit_code = 6


class ToolFailedError(CondaxError):
    """A program ran and failed; its last lines and its log are attached."""

    exit_code = 7

    def __init__(  # noqa: PLR0913 - one keyword per fact a reader needs about the failed program
        self,
        message: str,
        *,
        hint: str,
        where: str | None = None,
        argv: Sequence[str] = (),
        returncode: int | None = None,
        tail: Sequence[str] = (),
        log: Path | None = None,
    ) -> None:
        """`tail` holds the last lines the program printed, oldest first."""
        super().__init__(message, hint=hint, where=where)
        self.argv = tuple(argv)
        self.returncode = returncode
        self.tail = tuple(tail)
        self.log = log


class VerificationError(CondaxError):
    """Something finished but is not what it must be; `diagnostics` list the findings."""

    exit_code = 8

    def __init__(
        self,
        message: str,
        *,
        hint: str,
        where: str | None = None,
        diagnostics: Sequence[Diagnostic] = (),
    ) -> None:
        """The diagnostics are shown before the message."""
        super().__init__(message, hint=hint, where=where)
        self.diagnostics = tuple(diagnostics)


class SystemRefusedError(CondaxError):
    """The machine said no: a full disk, a read-only folder, an unreachable source."""

    exit_code = 9
