"""apt's sources lists: reading both formats, and deriving `deb-src` lines from them.

One-line format: `deb [option=value …] URI suite component…`. deb822 format: stanzas of
`Field: value`, indented lines carry on (sources.list(5)).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STABLE_SUITES = ("bookworm", "trixie")
"""Debian releases whose tarballs stay for years, and that are asked beside the configured one."""
MOVING_SUITES = ("testing", "sid")
"""Suites that drop a tarball weeks after a newer one comes; asked last."""
OTHER_NAMES = ("oldoldstable", "bullseye", "oldstable", "stable", "forky", "unstable")
"""Further names by which an archive is known to be Debian's."""
STABLE_POCKETS = ("-updates", "-security", "-backports", "-proposed-updates")

ONE_LINE = re.compile(
    r"deb(?:-src)?\s+(?:\[(?P<options>[^\]]*)\]\s+)?"
    r"(?P<uri>\S+)\s+(?P<suite>\S+)\s*(?P<components>.*)"
)
FIELD = re.compile(r"(?P<name>[A-Za-z-]+)\s*:\s*(?P<value>.*)")
OWN_FIELDS = frozenset({"types", "uris", "suites", "components", "enabled"})
BINARY_FIELDS = frozenset({"architectures", "arch", "languages", "lang", "targets", "pdiffs"})
"""Fields that say which indexes of binary packages to fetch."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """One suite of one package archive."""

    uri: str
    suite: str
    components: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()
    """Further deb822 fields in lower case, e.g. `("signed-by", "/usr/share/keyrings/x.gpg")`."""

    def __str__(self) -> str:
        """What messages call it."""
        return self.suite


def parse_one_line(text: str) -> Iterator[Archive]:
    """The archives that lines of a `.list` file name; comments and `cdrom:` are left out."""
    for line in text.splitlines():
        match = ONE_LINE.match(line.partition("#")[0].strip())
        if match is None:
            continue
        pairs = [option.partition("=") for option in (match["options"] or "").split()]
        fields = {name.lower(): value.replace(",", " ") for name, _, value in pairs}
        components = match["components"].split()
        yield from _archives([match["uri"]], [match["suite"]], components, fields)


def parse_deb822(text: str) -> Iterator[Archive]:
    """The archives that the stanzas of a `.sources` file name, but not the disabled ones."""
    for fields in _stanzas(text):
        if fields.get("enabled", "yes").strip().lower() not in {"no", "false", "without", "off"}:
            yield from _archives(
                fields.get("uris", "").split(),
                fields.get("suites", "").split(),
                fields.get("components", "").split(),
                fields,
            )


def render(archive: Archive) -> str:
    """A deb822 stanza that asks for the archive's source packages only."""
    own = {
        "Types": "deb-src",
        "URIs": archive.uri,
        "Suites": archive.suite,
        "Components": " ".join(archive.components),
    }
    options = {name.title(): value for name, value in archive.options}
    return "".join(f"{name}: {value}\n" for name, value in {**own, **options}.items())


def with_siblings(archives: Iterable[Archive]) -> tuple[Archive, ...]:
    """The archives, each once, then the same suites of Debian's other releases: stable ones first.

    An archive whose suite is not one of Debian's has no siblings.
    """
    configured = tuple(dict.fromkeys(archives))
    found = dict.fromkeys(configured)
    taken = {(archive.uri, archive.suite) for archive in configured}
    for suite in (*STABLE_SUITES, *MOVING_SUITES):
        for archive in configured:
            pocket = _pocket(archive.suite)
            sibling = suite + (pocket or "")
            is_there = pocket == "" or (pocket is not None and suite in STABLE_SUITES)
            if is_there and (archive.uri, sibling) not in taken:
                taken.add((archive.uri, sibling))
                found[
                    Archive(
                        uri=archive.uri,
                        suite=sibling,
                        components=archive.components,
                        options=archive.options,
                    )
                ] = None
    return tuple(found)


def _pocket(suite: str) -> str | None:
    """`-security` of `bookworm-security`, empty for a release itself, `None` outside Debian."""
    for name in (*STABLE_SUITES, *MOVING_SUITES, *OTHER_NAMES):
        if suite == name:
            return ""
        if suite.startswith(name) and suite.removeprefix(name) in STABLE_POCKETS:
            return suite.removeprefix(name)
    return None


def _stanzas(text: str) -> Iterator[dict[str, str]]:
    fields: dict[str, str] = {}
    name = ""
    for line in (*text.splitlines(), ""):
        if not line.strip():
            if fields:
                yield fields
            fields, name = {}, ""
        elif line[0] in " \t" and name:
            fields[name] += f"\n{line}"
        elif match := FIELD.match(line):
            name = match["name"].lower()
            fields[name] = match["value"]


def _archives(
    uris: list[str], suites: list[str], components: list[str], fields: dict[str, str]
) -> Iterator[Archive]:
    options = tuple(
        (name, value)
        for name, value in fields.items()
        if name not in OWN_FIELDS and name not in BINARY_FIELDS
    )
    for uri in uris:
        for suite in suites:
            # A suite that ends with a slash is a path to a flat repository without components.
            if components and not uri.startswith("cdrom:") and not suite.endswith("/"):
                yield Archive(uri=uri, suite=suite, components=tuple(components), options=options)
