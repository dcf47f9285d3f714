"""Let `conda-forge.yml` cross-compile for more platforms: edits that leave the rest as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from condax.errors import ConfigError, UsageError
from condax.rerender.config import TestPolicy, alias_of, parse_forge_config
from condax.rerender.forge_file import parse_forge_file
from condax.rerender.providers import HOSTING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.platforms import Platform

TESTS = "native_and_emulated"
"""Foreign Linux targets are tested under qemu; what nothing emulates is not."""

INDENT = "  "


def enable_cross(text: str, targets: Sequence[Platform]) -> str:
    """The text of a conda-forge.yml that builds `targets` on the Intel machine of their system.

    Comments, order, quoting and line ends stay; only what stands on the line of an entry that goes
    goes with it. A provider of a target goes, as `build_platform` decides; the
    provider of the build platform comes back if it was off. Raises `UsageError` for a platform
    that cannot be cross-compiled for, and `ConfigError` for a file that is no mapping.
    """
    if "\r\n" in text:
        return enable_cross(text.replace("\r\n", "\n"), targets).replace("\n", "\r\n")
    for target in targets:
        build = build_platform_for(target)
        _refuse_circle(text, target, build)
        text = _with_entry(text, "build_platform", target.ci_key, build.ci_key)
        text = _without_entry(text, "provider", target.ci_key)
        text = _with_provider(text, build)
    found = _Document(text)
    test = found.node("test")
    if test is None or test.value in ("", "null", "all"):
        text = _with_value(text, "test", TESTS)
    return text


def build_platform_for(target: Platform) -> Platform:
    """The platform that jobs for `target` run on."""
    for row in HOSTING:
        if row.on_by_default and row.platform.os is target.os and row.platform != target:
            return row.platform
    raise UsageError(
        f"{target.subdir!r} is no platform to cross-compile for",
        hint="name other platforms than those CI has machines for by default",
    )


def _refuse_circle(text: str, target: Platform, build: Platform) -> None:
    """Raise where the file builds the one on the other already, the other way round."""
    mapping = _Document(text).node("build_platform")
    entries = mapping.value if isinstance(mapping, yaml.MappingNode) else []
    if any(name.value == build.ci_key and v.value == target.ci_key for name, v in entries):
        raise UsageError(
            f"{build.ci_key!r} is built on {target.ci_key!r}, so this cannot be built on that",
            hint=f"remove `build_platform.{build.ci_key}`, or build {target.ci_key} on itself with "
            f"`provider: {{{target.ci_key}: default}}`",
        )


@dataclass(frozen=True, slots=True)
class _Lines:
    """Line numbers of an entry: its key, and the first line after its value."""

    start: int
    end: int


class _Document:
    """The nodes of a file, and the lines that entries of mappings take."""

    def __init__(self, text: str) -> None:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        try:
            root = yaml.compose(text, Loader=loader)
        except yaml.YAMLError:
            root = yaml.ScalarNode("", "x")
        if root is None:
            root = yaml.MappingNode("", [])
        if not isinstance(root, yaml.MappingNode):
            raise ConfigError(
                "conda-forge.yml is no mapping",
                hint="correct the YAML first",
                diagnostics=parse_forge_file(text).diagnostics,
            )
        self.root = root
        self.lines = text.splitlines(keepends=True)
        if self.lines and not self.lines[-1].endswith("\n"):
            self.lines[-1] += "\n"

    def node(self, key: str) -> yaml.Node | None:
        return next((value for name, value in self.root.value if name.value == key), None)

    def entry(self, mapping: yaml.MappingNode, key: str) -> _Lines | None:
        """Where an entry of a block mapping stands, without the comments around it."""
        for name, value in mapping.value:
            if name.value == key:
                last = value.end_mark
                end = (
                    last.line + 1 if last.column or last.line == name.start_mark.line else last.line
                )
                return _Lines(name.start_mark.line, self._trimmed(name.start_mark.line, end))
        return None

    def _trimmed(self, start: int, end: int) -> int:
        """Without the blank and comment lines at the end, which belong to what follows."""
        while end > start + 1 and self.lines[end - 1].strip()[:1] in ("", "#"):
            end -= 1
        return end


def _with_entry(text: str, section: str, key: str, value: str) -> str:
    document = _Document(text)
    mapping = document.node(section)
    if not isinstance(mapping, yaml.MappingNode) or not mapping.value:
        return _with_value(text, section, None, f"{INDENT}{key}: {value}\n")
    old = next((v for name, v in mapping.value if name.value == key), None)
    if old is not None:
        return _replaced(document, old, value)
    if mapping.flow_style:
        last = mapping.value[-1][1].end_mark
        line = document.lines[last.line]
        document.lines[last.line] = f"{line[: last.column]}, {key}: {value}{line[last.column :]}"
        return "".join(document.lines)
    return _inserted(document, mapping, key, f"{key}: {value}\n")


def _inserted(document: _Document, mapping: yaml.MappingNode, key: str, line: str) -> str:
    """The entry before the first greater key where the keys are sorted, else after the last."""
    names = [name.value for name, _ in mapping.value]
    first = mapping.value[0][0].start_mark
    margin = document.lines[first.line][: first.column]
    later = [name for name in names if name > key] if names == sorted(names) else []
    neighbour = document.entry(mapping, later[0] if later else names[-1])
    assert neighbour is not None
    at = _above_comments(document.lines, neighbour.start, margin) if later else neighbour.end
    document.lines.insert(at, margin + line)
    return "".join(document.lines)


def _replaced(document: _Document, node: yaml.Node, value: str) -> str:
    start, end = node.start_mark, node.end_mark
    line = document.lines[start.line]
    if start.line == end.line:
        space = " " if start.column == end.column else ""
        document.lines[start.line] = line[: start.column] + space + value + line[end.column :]
    return "".join(document.lines)


def _without_entry(text: str, section: str, key: str) -> str:
    document = _Document(text)
    mapping = document.node(section)
    if not isinstance(mapping, yaml.MappingNode):
        return text
    if mapping.flow_style:
        return _without_flow_entry(document, mapping, key)
    place = document.entry(mapping, key)
    if place is None:
        return text
    if len(mapping.value) == 1:
        return _without_section(document, section)
    del document.lines[place.start : place.end]
    return "".join(document.lines)


def _without_section(document: _Document, section: str) -> str:
    """Without a section of one entry; where it has comments, these and the section stay."""
    place, mapping = document.entry(document.root, section), document.node(section)
    assert place is not None
    assert mapping is not None
    first = document.lines[place.start]
    comments = document.lines[place.start + 1 : mapping.start_mark.line]
    kept = []
    if any(line.strip() for line in comments) or "#" in first:
        kept = [first.replace(f"{section}:", f"{section}: {{}}", 1), *comments]
    document.lines[place.start : place.end] = kept
    return "".join(document.lines)


def _without_flow_entry(document: _Document, mapping: yaml.MappingNode, key: str) -> str:
    kept = [(name.value, value) for name, value in mapping.value if name.value != key]
    if len(kept) == len(mapping.value):
        return "".join(document.lines)
    if mapping.start_mark.line != mapping.end_mark.line:
        return _without_flow_line(document, mapping, key)
    line = document.lines[mapping.start_mark.line]
    parts = [f"{name}: {line[v.start_mark.column : v.end_mark.column]}" for name, v in kept]
    head, tail = line[: mapping.start_mark.column], line[mapping.end_mark.column :]
    document.lines[mapping.start_mark.line] = f"{head}{{{', '.join(parts)}}}{tail}"
    return "".join(document.lines)


def _without_flow_line(document: _Document, mapping: yaml.MappingNode, key: str) -> str:
    """Without an entry of a flow mapping of several lines; the comma before it may stay."""
    name, value = next(entry for entry in mapping.value if entry[0].value == key)
    first, last = name.start_mark, value.end_mark
    head = document.lines[first.line][: first.column]
    tail = document.lines[last.line][last.column :]
    left = head + re.sub(r"^\s*,[ \t]*", "", tail)
    if left.strip()[:1] in ("", "#"):
        left = ""
    document.lines[first.line : last.line + 1] = [left]
    return "".join(document.lines)


def _with_provider(text: str, build: Platform) -> str:
    """The build platform's provider set to `default` where the file turned it off."""
    config = parse_forge_config(text)
    if config.provider[build.ci_key]:
        return text
    alias = alias_of(build.ci_key)
    is_alias = config.mapping("provider").get(alias) is not None
    return _with_entry(text, "provider", alias if is_alias else build.ci_key, "default")


def describe_cross(before: str, after: str, targets: Sequence[Platform]) -> tuple[str, ...]:
    """What `enable_cross` did beyond the targets, and what it left, as sentences for its user."""
    if not targets:
        return ()
    old, new = parse_forge_config(before), parse_forge_config(after)
    asked = {target.ci_key for target in targets}
    back = sorted({*new.targets} - {*old.targets} - asked)
    found = [f"{name} is built again: the jobs run on machines of {name}" for name in back]
    if new.test is TestPolicy.NATIVE:
        found.append(
            f"`test: native` stays: nothing is tested that is cross-built; `test: {TESTS}` tests "
            "Linux targets under qemu"
        )
    return tuple(found)


def _with_value(text: str, key: str, value: str | None, block: str = "") -> str:
    """A top-level key with a scalar, or with a block below it, where sorted keys have it."""
    document = _Document(text)
    old = document.node(key)
    if old is not None:
        if value is not None and isinstance(old, yaml.ScalarNode):
            return _replaced(document, old, value)
        return _with_block(document, key, old, block)
    line = f"{key}: {value}\n" if value is not None else f"{key}:\n{block}"
    names = [name.value for name, _ in document.root.value]
    later = [name for name in names if name > key]
    at = len(document.lines)
    if later and names == sorted(names):
        neighbour = document.entry(document.root, later[0])
        assert neighbour is not None
        at = _above_comments(document.lines, neighbour.start)
    document.lines.insert(at, line)
    return "".join(document.lines)


def _with_block(document: _Document, key: str, old: yaml.Node, block: str) -> str:
    """A block in place of a value; the comments in and behind an empty one stay."""
    start, end = old.start_mark, old.end_mark
    if isinstance(old, yaml.SequenceNode) or getattr(old, "style", None) in ("|", ">"):
        place = document.entry(document.root, key)
        assert place is not None
        document.lines[place.start : place.end] = [f"{key}:\n{block}"]
        return "".join(document.lines)
    first, last = document.lines[start.line], document.lines[end.line]
    head, tail = first[: start.column].rstrip(), last[end.column :]
    if start.line == end.line:
        kept = [head + (tail if tail.strip() else "\n")]
    else:
        kept = [head + first[start.column + 1 :], *document.lines[start.line + 1 : end.line]]
        kept += [INDENT + tail.lstrip()] if tail.strip() else []
    document.lines[start.line : end.line + 1] = [*kept, block]
    return "".join(document.lines)


def _above_comments(lines: Sequence[str], at: int, margin: str = "") -> int:
    """The line before the comments of an entry; the end of the file for those that head it."""
    above = at
    while above and lines[above - 1].startswith(f"{margin}#"):
        above -= 1
    return above if above or above == at else len(lines)
