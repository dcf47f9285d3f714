"""What rattler-build says about a recipe or a variant file, as a located `RecipeError`.

The library's exceptions carry text only, in one of a few shapes; the place is read out of the text
where it is there, and found in the file where it is not.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.diagnostics import Diagnostic, Severity, Span
from condax.errors import ConfigError, RecipeError

if TYPE_CHECKING:
    from pathlib import Path

CODE, NAME = "CB101", "unreadable-recipe"

FIELDS = re.findall(
    r"\w+",
    """
    package source build requirements tests about extra context outputs recipe schema_version
    staging inherit number string skip script noarch python files variant dynamic_linking
    prefix_detection post_process always_copy_files always_include_files
    merge_build_and_host_envs use_keys ignore_keys host run run_constraints run_exports
    ignore_run_exports url sha256 md5 patches target_directory file_name path git homepage
    repository documentation license license_file summary description package_contents downstream
    interpreter env content
    """,
)
"""Keys of the recipe format, for suggestions."""

DEBUG_FORM = re.compile(r'message: "((?:[^"\\]|\\.)*)", span: Span \{ start: (\w+)')
MARKER = re.compile(
    r"start: Some\(Marker \{ source: \d+, character: \d+, line: (\d+), column: (\d+)"
)
PLAIN_PLACE = re.compile(r"(?:^|: )(\d+):(\d+): (.+)", re.DOTALL)
UNKNOWN_FIELD = re.compile(r"unknown field '([^']+)'")
MISSING_OUTPUT = re.compile(r'MissingOutput \{ package: "([^"]+)"')
TEMPLATE = re.compile(r"\s*\(in <string>:\d+\)|\s*\(template: (.+)\)\s*$", re.DOTALL)
PREFIXES = re.compile(r"^(?:\w*[Ee]rror: |parse error: |Failed to parse YAML: )+")
INCOMPLETE = re.compile(r"^(?:missing required field|invalid value for) '(\w+)'")
UNPLACED = "item"
"""What the library calls an entry of a list."""
NO_COMPILER = re.compile(r"No (stdlib|compiler) found for language: (\S+)")
UNDEFINED = re.compile(r"Template rendering failed: (.+)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is wrong, and where, as far as it is known."""

    message: str
    hint: str = "correct it as the recipe format's reference describes"
    span: Span | None = None


def recipe_error(path: Path, text: str, raw: str) -> RecipeError:
    """The exception for a recipe whose content is `text`, of which rattler-build says `raw`."""
    problem = find_problem(text, raw)
    lines = text.splitlines()
    span = problem.span
    shown = lines[span.line - 1] if span and span.line <= len(lines) else None
    diagnostic = Diagnostic(
        code=CODE,
        name=NAME,
        severity=Severity.ERROR,
        path=str(path),
        message=problem.message,
        hint=problem.hint,
        span=span,
        source_line=shown,
    )
    return RecipeError(
        f"the recipe {str(path)!r} cannot be read",
        hint="correct it where the caret points" if span else problem.hint,
        diagnostics=(diagnostic,),
    )


def variant_error(path: Path, raw: str) -> ConfigError:
    """The exception for a variant file of which rattler-build says `raw`."""
    problem = find_problem("", raw)
    place = f"{path}:{problem.span.line}:{problem.span.column}" if problem.span else str(path)
    return ConfigError(
        f"the variant file {str(path)!r} cannot be read: {problem.message}",
        hint="give every key a list of values",
        where=place,
    )


def find_problem(text: str, raw: str) -> Problem:
    """The problem that `raw` reports of a file with the content `text`."""
    if match := MISSING_OUTPUT.search(raw):
        return Problem(
            message=f"pin_subpackage names {match.group(1)!r}, which no output of the recipe is",
            hint="name an output of this recipe that is not skipped on the platform",
            span=_span_of_text(text, match.group(1)),
        )
    if match := UNKNOWN_FIELD.search(raw):
        return _unknown_field(text, match.group(1))
    if match := DEBUG_FORM.search(raw):
        message = match.group(1).replace('\\"', '"').replace("\\n", "\n")
        return _from_message(text, message, MARKER.search(raw))
    if match := PLAIN_PLACE.search(raw):
        span = Span(line=int(match.group(1)), column=int(match.group(2)))
        return Problem(message=_tidy(match.group(3)), span=span)
    message = _tidy(raw)
    incomplete = INCOMPLETE.search(message)
    found = _span_of_text(text, message.rpartition(": ")[2])
    if incomplete and incomplete.group(1) != UNPLACED:
        found = _span_of_incomplete(text, incomplete.group(1))
    return Problem(message=message, span=found)


def _from_message(text: str, message: str, marker: re.Match[str] | None) -> Problem:
    if marker is None and (plain := PLAIN_PLACE.match(message)):
        place = Span(line=int(plain.group(1)), column=int(plain.group(2)))
        return Problem(message=_tidy(plain.group(3)), span=place)
    template = next((m.group(1) for m in TEMPLATE.finditer(message) if m.group(1)), "")
    span: Span | None = None
    if marker is not None:
        line, column = int(marker.group(1)), int(marker.group(2))
        span = _widened(text, Span(line=line, column=column), template)
    message = TEMPLATE.sub("", TEMPLATE.sub("", message))
    if found := UNDEFINED.search(message):
        message = found.group(1)
    advice = message.partition("\n")
    hint = _tidy(advice[2]) if advice[2] else Problem(message="").hint
    if advice[0] == "undefined value" and template:
        return Problem(
            message=f"{template!r} uses a name that has no value",
            hint="define it in `context`, or give the variant key a value with -m",
            span=span,
        )
    if missing := NO_COMPILER.search(message):
        return Problem(
            message=f"there is no {missing.group(1)} for {missing.group(2)!r} on this platform",
            hint="name one in a variant file (-m) and a channel that has it (-c); condax itself"
            " brings compilers for linux platforms",
            span=span,
        )
    return Problem(message=_tidy(advice[0]), hint=hint, span=span)


def _unknown_field(text: str, field: str) -> Problem:
    near = difflib.get_close_matches(field, FIELDS, n=1)
    return Problem(
        message=f"unknown field {field!r}",
        hint=f"did you mean {near[0]!r}?" if near else "remove it, or move it below `extra`",
        span=_span_of_key(text, field),
    )


def _span_of_key(text: str, key: str) -> Span | None:
    pattern = re.compile(rf"(?:^|[\s{{,-])(['\"]?{re.escape(key)}['\"]?)\s*:")
    for number, line in enumerate(text.splitlines(), start=1):
        if match := pattern.search(line):
            return Span(line=number, column=match.start(1) + 1, length=len(match.group(1)))
    return None


def _span_of_incomplete(text: str, name: str) -> Span:
    """The key that has to hold a field, or that is wrong itself; else the file's beginning."""
    keys = ("package", "recipe") if name in {"name", "version"} else (name, f"{name}s")
    return next(filter(None, (_span_of_key(text, key) for key in keys)), Span(line=1, column=1))


def _span_of_text(text: str, wanted: str) -> Span | None:
    wanted = wanted.strip()
    for number, line in enumerate(text.splitlines(), start=1):
        column = line.find(wanted)
        if wanted and column >= 0:
            return Span(line=number, column=column + 1, length=len(wanted))
    return None


def _widened(text: str, span: Span, template: str) -> Span:
    """The same place with the whole template underlined, if it is on that line."""
    lines = text.splitlines()
    if template and span.line <= len(lines):
        column = lines[span.line - 1].find(template, max(0, span.column - 2))
        if column >= 0:
            return Span(line=span.line, column=column + 1, length=len(template))
    return span


def _tidy(message: str) -> str:
    """One line in the grammar of our messages, without the library's own prefixes."""
    message = re.sub(
        r"^(?:\w*[Ee]rror: |parse error: |Failed to parse YAML: )+", "", message.strip()
    )
    message = " ".join(message.split()).rstrip(".")
    return message[:1].lower() + message[1:]
