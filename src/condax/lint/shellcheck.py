"""What shellcheck says about a script, as places in its text."""

from __future__ import annotations

from dataclasses import dataclass

from condax.errors import ToolNotFoundError
from condax.lint.ignores import line_starts
from condax.system.process import attempt

COMMAND = ("shellcheck", "--enable=all", "--shell=bash", "--exclude=SC2154", "--format=json1", "-")
FOUND_SOMETHING = 1
"""Its exit status if there are findings and nothing went wrong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """One finding; offsets count characters of the script."""

    start: int
    end: int
    code: int
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """shellcheck ran, and ended with an error of its own."""

    reason: str


def shellcheck(text: str, *, path: str) -> tuple[Comment, ...] | Failed:
    """Its findings; none where the program is not in the folders of `path`."""
    import json

    try:
        done = attempt(COMMAND, env={"PATH": path, "LC_ALL": "C.UTF-8"}, stdin=text)
    except ToolNotFoundError:
        return ()
    if done.returncode > FOUND_SOMETHING:
        return Failed(reason=(done.stderr.strip() or f"status {done.returncode}").split("\n")[0])
    starts = line_starts(text)
    return tuple(
        Comment(
            start=starts[each["line"] - 1] + each["column"] - 1,
            end=max(
                starts[each["endLine"] - 1] + each["endColumn"] - 1,
                starts[each["line"] - 1] + each["column"],
            ),
            code=each["code"],
            message=each["message"].rstrip("."),
        )
        for each in json.loads(done.stdout)["comments"]
    )
