"""`conda-forge.yml` as written: plain values over the defaults, and what is wrong with it where.

Every problem is a located diagnostic; reading never stops at the first.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from condax.diagnostics import Diagnostic, Severity, Span
from condax.rerender.forge_nodes import is_null, plain, span_of
from condax.rerender.forge_values import read_value
from condax.rerender.key import Key, Kind
from condax.rerender.keys import (
    BY_NAME,
    KEYS,
    LINT_PREFIXES,
    LINTS,
    OF_OTHERS,
    PLATFORMS,
    keys_below,
    top_level_keys,
)
from condax.rerender.providers import (
    DEPRECATED_PROVIDERS,
    PROVIDER_WORDS,
    SYSTEM_ALIASES,
    Provider,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNKNOWN, DEPRECATED, WRONG, TWICE, SYNTAX = "CY101", "CY102", "CY103", "CY104", "CY100"

PROVIDER_NAMES = (*(p.value for p in Provider), *PROVIDER_WORDS, "None", *DEPRECATED_PROVIDERS)

START = yaml.Mark("", 0, 0, 0, None, 0)
"""The place of a problem that YAML's reader does not place."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ForgeFile:
    """What the file says, and where it says it."""

    path: str
    text: str
    values: Mapping[str, object]
    """Dotted key → value, defaults included, sections left out."""
    places: Mapping[str, Span]
    """Dotted key → place of the key, for those that the file has."""
    diagnostics: tuple[Diagnostic, ...]

    def complaint(self, key: str, code: str, name: str, message: str, hint: str) -> Diagnostic:
        """A warning about a key of the file."""
        span = self.places.get(key)
        line = self.text.splitlines()[span.line - 1] if span else None
        return Diagnostic(
            code=code,
            name=name,
            severity=Severity.WARNING,
            path=self.path,
            message=message,
            hint=hint,
            span=span,
            source_line=line,
        )


def parse_forge_file(text: str, path: str = "conda-forge.yml") -> ForgeFile:
    """Read the file's text; what cannot be used is a diagnostic and counts as not set."""
    reader = _Reader(path=path, lines=text.splitlines())
    reader.root(text)
    values = {key.name: key.default for key in KEYS if key.kind is not Kind.SECTION}
    values.update(reader.values)
    return ForgeFile(
        path=path,
        text=text,
        values=values,
        places=reader.places,
        diagnostics=tuple(sorted(reader.diagnostics, key=_line)),
    )


@dataclass(kw_only=True, slots=True)
class _Reader:
    path: str
    lines: list[str]
    values: dict[str, object] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    severity: Severity = Severity.ERROR
    """Of what is wrong with the section in hand."""

    def root(self, text: str) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            node = next(iter(yaml.compose_all(text, Loader=loader)), None)
        except yaml.YAMLError as e:
            mark = getattr(e, "problem_mark", None) or getattr(e, "context_mark", None) or START
            problem = getattr(e, "problem", None) or "it has a character that YAML does not allow"
            where = yaml.ScalarNode("", "", mark, mark)
            self._say(where, SYNTAX, f"this is not YAML: {problem}", "correct the YAML")
            return
        if isinstance(node, yaml.MappingNode):
            self._section(node, "")
        elif node is not None and not is_null(node):
            self._say(node, WRONG, "conda-forge.yml is a mapping", "write `key: value` lines")

    def _section(self, node: yaml.MappingNode, prefix: str) -> None:
        known = [k.name for k in keys_below(prefix)] if prefix else [*top_level_keys()]
        names = [name.rpartition(".")[2] for name in known]
        for key_node, value in self._entries(node, prefix):
            name = f"{prefix}.{key_node.value}" if prefix else key_node.value
            key = BY_NAME.get(name)
            if not prefix:
                self.severity = Severity.WARNING if name in OF_OTHERS else Severity.ERROR
            if key is None:
                # conda-build takes settings of every name.
                if prefix != "conda_build":
                    self._unknown(key_node, "key", key_node.value, names)
                self.values[name] = plain(value)
                continue
            if key.instead:
                hint = (
                    f"use {key.instead}"
                    if ":" in key.instead or "_" in key.instead
                    else key.instead
                )
                self._say(key_node, DEPRECATED, f"{name!r} is deprecated", hint, Severity.WARNING)
            self._value(key, value)

    def _entries(
        self, node: yaml.MappingNode, prefix: str
    ) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = f"{prefix}.{key.value}" if prefix else key.value
            if name in seen:
                self._say(key, TWICE, f"{key.value!r} stands here twice", "keep one of them")
            seen.add(name)
            self.places[name] = span_of(key, self.lines)
        return list(node.value)

    def _value(self, key: Key, node: yaml.Node) -> None:
        if is_null(node) and key.kind is not Kind.SECTION:
            return
        if key.kind is Kind.SECTION:
            if isinstance(node, yaml.MappingNode):
                self._section(node, key.name)
            elif not is_null(node):
                self._wrong(key, node, key.kind.value)
        elif key.kind in (Kind.PLATFORM_TEXT, Kind.PROVIDERS):
            self._platforms(key, node)
        elif key.kind is Kind.CONDITIONAL:
            self.values[key.name] = self._conditional(key, node)
        elif (value := self._checked(key, key.kind, node)) is not None:
            self.values[key.name] = value

    def _checked(self, key: Key, kind: Kind, node: yaml.Node) -> object:
        value = read_value(kind, node)
        if value is None:
            self._wrong(key, node, kind.value)
        elif not isinstance(value, bool):
            self._choose(key, node)
        return value

    def _choose(self, key: Key, node: yaml.Node) -> None:
        """Report each scalar that is none of the choices of the key.

        Of lints only conda-smithy's are checked: the names of condax's rules are the linter's.
        """
        for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            is_foreign = key.choices is LINTS and not item.value.startswith(LINT_PREFIXES)
            if key.choices and item.value not in key.choices and not is_foreign:
                self._unknown(item, f"value of {key.name!r}", item.value, key.choices)

    def _platforms(self, key: Key, node: yaml.Node) -> None:
        if not isinstance(node, yaml.MappingNode):
            self._wrong(key, node, key.kind.value)
            return
        aliases = SYSTEM_ALIASES if key.kind is Kind.PROVIDERS else ()
        values: dict[str, object] = {}
        for key_node, value in self._entries(node, key.name):
            if key_node.value not in (*PLATFORMS, *aliases):
                self._unknown(key_node, "platform", key_node.value, (*PLATFORMS, *aliases))
                continue
            self._platform_value(key, value)
            values[key_node.value] = plain(value)
        self.values[key.name] = values

    def _platform_value(self, key: Key, node: yaml.Node) -> None:
        choices: Sequence[str] = key.choices or PLATFORMS
        if key.kind is Kind.PROVIDERS:
            choices = PROVIDER_NAMES
        elif isinstance(node, yaml.SequenceNode):
            self._wrong(key, node, key.kind.value)
            return
        self._known(key, node, choices)

    def _known(self, key: Key, node: yaml.Node, choices: Sequence[str]) -> None:
        """Report each scalar that is none of the choices; null and false stand for none."""
        for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            if not isinstance(item, yaml.ScalarNode):
                self._wrong(key, item, key.kind.value)
            elif not is_null(item) and plain(item) is not False and item.value not in choices:
                self._unknown(item, f"value of {key.name!r}", item.value, choices)

    def _conditional(self, key: Key, node: yaml.Node) -> tuple[Mapping[str, object], ...]:
        kind = key.of or Kind.TEXT
        if isinstance(node, yaml.ScalarNode):
            value = self._checked(key, kind, node)
            return () if value is None else ({"value": value},)
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        read = [self._condition(key, kind, item) for item in items]
        return tuple(item for item in read if item is not None)

    def _condition(self, key: Key, kind: Kind, node: yaml.Node) -> Mapping[str, object] | None:
        """One value with its conditions; `None` if it cannot be used."""
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        if all(name.value != "value" for name, _ in entries):
            hint = "write `value`, and any of `os`, `platform` and `provider`"
            self._say(node, WRONG, f"an item of {key.name!r} has no `value`", hint)
            return None
        item: dict[str, object] = {}
        for name, given in entries:
            if name.value == "value":
                item["value"] = self._checked(key, kind, given)
            elif name.value in CONDITIONS:
                self._known(key, given, CONDITIONS[name.value])
                item[name.value] = plain(given)
            else:
                self._unknown(name, "condition", name.value, (*CONDITIONS, "value"))
        return item if item["value"] is not None else None

    def _wrong(self, key: Key, node: yaml.Node, wanted: str) -> None:
        self._say(node, WRONG, f"{key.name!r} takes {wanted}", f"write {wanted} here")

    def _unknown(self, node: yaml.Node, what: str, name: str, choices: Iterable[str]) -> None:
        listed = list(choices)
        near = difflib.get_close_matches(name, listed, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "choose one of " + ", ".join(listed)
        message = f"{name!r} is no {what}" if " " in what else f"unknown {what} {name!r}"
        self._say(node, UNKNOWN, message, hint)

    def _say(
        self,
        node: yaml.Node,
        code: str,
        message: str,
        hint: str,
        severity: Severity | None = None,
    ) -> None:
        span = span_of(node, self.lines)
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        self.diagnostics.append(
            Diagnostic(
                code=code,
                name=NAMES[code],
                severity=severity or self.severity,
                path=self.path,
                message=message,
                hint=hint,
                span=span,
                source_line=line,
            )
        )


NAMES = {
    UNKNOWN: "unknown-key",
    DEPRECATED: "deprecated-key",
    WRONG: "wrong-value",
    TWICE: "duplicate-key",
    SYNTAX: "not-yaml",
}

CONDITIONS: Mapping[str, Sequence[str]] = {
    "os": SYSTEM_ALIASES,
    "platform": PLATFORMS,
    "provider": PROVIDER_NAMES,
}
"""What a value can depend on, and what may stand there."""


def _line(diagnostic: Diagnostic) -> int:
    return diagnostic.span.line if diagnostic.span else 0
