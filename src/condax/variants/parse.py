"""Variant files to `VariantConfig`: `conda_build_config.yaml`, `variants.yaml`, migrations.

Scalars are read as text. Whatever is not a list of scalars is found again in the file: a
`ConfigError` carries one diagnostic for each place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from condax.diagnostics import Diagnostic, Severity, Span
from condax.errors import ConfigError
from condax.recipe.syntax import ExpressionError
from condax.variants.merge import checked_groups
from condax.variants.migrator import parse_migrator
from condax.variants.model import BOOLEANS, VariantConfig
from condax.variants.selectors import SelectorError, select_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from condax.variants.selectors import Matches, SelectLines

SELECTOR_FILE_ENDING = "variants.yaml"
"""Files of this name have `if/then/else` items and no selectors in comments."""

SPECIAL = ("zip_keys", "pin_run_as_build", "extend_keys", "__migrator", "migrator_ts")
IGNORED = ("ignore_version", "ignore_build_only_deps", "up_migration_branches", "replacements")
"""The last is what conda-build replaces in built files, which no variant depends on."""
INTEGER = re.compile(r"-?(0|[1-9]\d*)")
DIGITS = re.compile(r"[-+]?\d+")
LIST_OF_SCALARS = "CY201"
ZIP_KEYS = "CY202"
MAPPING = "CY203"
SYNTAX = "CY204"
NULLS = ("", "null", "~")
SELECTOR = "CY206"


@dataclass(kw_only=True, slots=True)
class _Reader:
    """Turns nodes into plain values and keeps a diagnostic for each that does not fit."""

    path: str
    lines: list[str]
    matches: Matches
    diagnostics: list[Diagnostic] = field(default_factory=list)
    plain: set[tuple[str, str]] = field(default_factory=set)

    def complain(self, node: yaml.Node, code: str, message: str, hint: str) -> None:
        mark = node.start_mark
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        end = node.end_mark.column if node.end_mark.line == mark.line else len(line)
        span = Span(line=mark.line + 1, column=mark.column + 1, length=max(end - mark.column, 1))
        self.diagnostics.append(
            Diagnostic(
                code=code,
                name="variant-file",
                severity=Severity.ERROR,
                path=self.path,
                message=message,
                hint=hint,
                span=span,
                source_line=line,
            )
        )

    def scalars(self, key: str, node: yaml.Node) -> tuple[str, ...]:
        """The values of a key: a list, or a single scalar that stands for a list of one."""
        if isinstance(node, yaml.ScalarNode):
            return (node.value,) if node.value not in NULLS else ()
        if not isinstance(node, yaml.SequenceNode):
            self.complain(
                node, LIST_OF_SCALARS, f"{key!r} is a mapping", f"write {key!r} as a list of values"
            )
            return ()
        return tuple(self._items(key, node))

    def _items(self, key: str, node: yaml.Node) -> Iterator[str]:
        for item in node.value:
            if isinstance(item, yaml.ScalarNode):
                if not item.style and (item.value in BOOLEANS or DIGITS.fullmatch(item.value)):
                    self.plain.add((key, item.value))
                yield item.value
            elif isinstance(item, yaml.MappingNode) and "if" in (entries := dict(pairs(item))):
                branch = "then" if self.matches(entries["if"].value) else "else"
                if branch in entries:
                    yield from self.scalars(key, entries[branch])
            else:
                self.complain(
                    item,
                    LIST_OF_SCALARS,
                    f"a value of {key!r} is not a scalar",
                    "write text, a number or a boolean",
                )

    def groups(self, node: yaml.Node) -> tuple[tuple[str, ...], ...]:
        """`zip_keys`: a list of groups, or one group."""
        if isinstance(node, yaml.ScalarNode) and node.value in NULLS:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.complain(node, ZIP_KEYS, "zip_keys is not a list", "write a list of lists of keys")
            return ()
        if node.value and all(
            isinstance(item, yaml.ScalarNode) and item.value for item in node.value
        ):
            return (self.scalars("zip_keys", node),)
        filled = [
            item
            for item in node.value
            if not (isinstance(item, yaml.ScalarNode) and not item.value)
        ]
        return tuple(self.scalars("zip_keys", item) for item in filled)

    def pins(self, node: yaml.Node) -> dict[str, dict[str, str]]:
        """`pin_run_as_build`: package → `min_pin` and `max_pin`."""
        if not isinstance(node, yaml.MappingNode):
            self.complain(node, MAPPING, "pin_run_as_build is not a mapping", "map package names")
            return {}
        return {
            name: {key: each.value for key, each in pairs(pin)}
            for name, pin in pairs(node)
            if isinstance(pin, yaml.MappingNode)
        }


def parse_variants(
    text: str, path: str, matches: Matches, *, select: SelectLines = select_lines
) -> VariantConfig:
    """Read a variant file's text; `matches` says which selectors and conditions hold.

    `select` finds the selectors, as rattler-build does unless said otherwise. Raises `ConfigError`
    with located diagnostics.
    """
    reader = _Reader(path=path, lines=text.splitlines(), matches=matches)
    try:
        config = _read(text, reader, select)
    except ExpressionError as error:
        raise ConfigError(
            f"a selector cannot be read: {error}", hint="correct the selector", where=path
        ) from error
    except ConfigError as error:
        raise ConfigError(str(error), hint=error.hint, where=error.where or path) from error
    if reader.diagnostics:
        raise ConfigError(
            "the variant file cannot be read",
            hint="correct the places above",
            where=path,
            diagnostics=reader.diagnostics,
        )
    return config


def load_variants_file(path: Path, matches: Matches) -> VariantConfig:
    """Read a variant file; raises `ConfigError` if there is none or it is malformed."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        reason = e.strerror if isinstance(e, OSError) and e.strerror else str(e)
        raise ConfigError(
            f"cannot read the variant file {str(path)!r}: {reason.lower()}", hint="check the path"
        ) from None
    return parse_variants(text, str(path), matches)


def _config(entries: dict[str, yaml.Node], reader: _Reader) -> VariantConfig:
    special = (*SPECIAL, *IGNORED)
    values = {
        key: scalars
        for key, node in entries.items()
        if key not in special and (scalars := reader.scalars(key, node))
    }
    groups = reader.groups(entries["zip_keys"]) if "zip_keys" in entries else ()
    extended = (
        reader.scalars("extend_keys", entries["extend_keys"]) if "extend_keys" in entries else ()
    )
    pins = reader.pins(entries["pin_run_as_build"]) if "pin_run_as_build" in entries else {}
    stamp = entries.get("migrator_ts")
    migrator = entries.get("__migrator")
    config = VariantConfig(
        values=values,
        zip_keys=tuple(group for group in groups if group),
        pin_run_as_build=pins,
        extend_keys=extended,
        numbers=frozenset(
            pair
            for pair in reader.plain
            if INTEGER.fullmatch(pair[1]) and reader.path.endswith(SELECTOR_FILE_ENDING)
        ),
        plain=frozenset(reader.plain),
        migrator=parse_migrator(plain(migrator)) if migrator is not None else None,
        timestamp=_number(stamp.value) if stamp is not None else -1.0,
    )
    if "zip_keys" in entries:
        try:
            checked_groups(config.zip_keys, values)
        except ConfigError as e:
            reader.complain(entries["zip_keys"], ZIP_KEYS, str(e), e.hint)
    return config


def _read(text: str, reader: _Reader, select: SelectLines) -> VariantConfig:
    has_conditions = reader.path.endswith(SELECTOR_FILE_ENDING)
    try:
        selected = text if has_conditions else select(text, reader.matches)
    except SelectorError as e:
        mark = yaml.Mark(reader.path, 0, e.line - 1, e.column - 1, None, 0)
        node = yaml.ScalarNode("", "", mark, mark)
        reader.complain(node, SELECTOR, f"a selector cannot be read: {e}", e.hint or "")
        selected = ""
    root = _compose(selected, reader)
    entries = dict(pairs(root)) if root is not None and isinstance(root, yaml.MappingNode) else {}
    if root is not None and not isinstance(root, yaml.MappingNode):
        reader.complain(root, MAPPING, "a variant file is a mapping", "write `key:` lines")
    return _config(entries, reader)


def _compose(text: str, reader: _Reader) -> yaml.Node | None:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        reader.complain(
            yaml.ScalarNode("", "", mark, mark), SYNTAX, e.problem or "not YAML", "correct the YAML"
        )
        return None
    except yaml.YAMLError as e:
        # Characters that YAML does not allow: the error has no mark.
        reason = getattr(e, "reason", None) or "not YAML"
        at = next((i for i, c in enumerate(text) if not c.isprintable() and c not in "\n\r\t"), 0)
        line, column = text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1)
        mark = yaml.Mark(reader.path, at, line, column, None, 0)
        reader.complain(
            yaml.ScalarNode("", "", mark, mark), SYNTAX, str(reason), "remove the character"
        )
        return None
    return node


def pairs(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """Keys and value nodes of a mapping node; what is a key and no scalar is left out."""
    return ((key.value, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))


def plain(node: yaml.Node) -> object:
    """The node as dicts, lists and text."""
    if isinstance(node, yaml.MappingNode):
        return {key: plain(value) for key, value in pairs(node)}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return node.value


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1.0
