"""`wheels.txt`: which wheels become packages, one version and one sha256 each.

The file has the format of pip's requirements in hash-checking mode, so that pip installs from it.
A package is only made of what somebody pinned: a name that a recipe asks for may belong to anybody
on PyPI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from condax.errors import RecipeError
from condax.sources.model import PYPI_SCHEME, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PINS = "wheels.txt"
"""Name of the file, in a folder of recipes."""

_HEADER = """\
# Pure-Python packages that are made of PyPI's wheels. Written by `condax wheels`; pip reads it too.
"""
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_COMMENT = re.compile(r"(^|\s)#.*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class WheelPin:
    """One wheel for any platform."""

    name: str
    """As PyPI normalizes it, e.g. `pyproject-metadata`."""
    version: str
    sha256: str
    """Hex digest of the wheel."""

    @property
    def source(self) -> Source:
        """The file; a wheel for Python 2 and 3 is saved under the same name."""
        file_name = f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"
        return Source(urls=(f"{PYPI_SCHEME}{file_name}",), sha256=self.sha256)


def load_pins(path: Path) -> tuple[WheelPin, ...]:
    """The pins in a file, sorted by name.

    Raises `RecipeError` for a line that is no pin, and for a name that comes twice.
    """
    pins: dict[str, WheelPin] = {}
    for number, line in _logical_lines(path.read_text(encoding="utf-8")):
        pin = _parse(line, f"{path}:{number}")
        if pin.name in pins:
            raise RecipeError(
                f"{pin.name!r} is pinned twice",
                hint="keep one of the lines",
                where=f"{path}:{number}",
            )
        pins[pin.name] = pin
    return tuple(pins[name] for name in sorted(pins))


def render_pins(pins: Iterable[WheelPin]) -> str:
    """The text of a file with these pins."""
    lines = [
        f"{pin.name}=={pin.version} --hash=sha256:{pin.sha256}\n"
        for pin in sorted(pins, key=lambda pin: pin.name)
    ]
    return _HEADER + "".join(lines)


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of each entry, which a backslash takes to the next line."""
    entry, first = "", 0
    for number, physical in enumerate(text.splitlines(), start=1):
        line = _COMMENT.sub("", physical).rstrip()
        first = first if entry else number
        entry += line.removesuffix("\\")
        if line.endswith("\\"):
            continue
        if entry.strip():
            yield first, entry.strip()
        entry = ""
    if entry.strip():
        yield first, entry.strip()


def _parse(line: str, where: str) -> WheelPin:
    words, _, _ = line.partition(" --")
    hashes = _HASH.findall(line)
    try:
        requirement = Requirement(words)
    except InvalidRequirement:
        requirement = None
    specifiers = list(requirement.specifier) if requirement else []
    is_pin = len(specifiers) == 1 and specifiers[0].operator == "=="
    if requirement is None or not is_pin or requirement.marker or requirement.extras:
        raise RecipeError(
            f"{line!r} does not pin a wheel",
            hint="write NAME==VERSION --hash=sha256:DIGEST, or let `condax wheels` write it",
            where=where,
        )
    if len(hashes) != 1:
        raise RecipeError(
            f"{requirement.name!r} has {len(hashes)} digests instead of one",
            hint="keep the digest of the wheel for any platform (`…-none-any.whl`), or let"
            " `condax wheels` write the line",
            where=where,
        )
    return WheelPin(
        name=canonicalize_name(requirement.name), version=specifiers[0].version, sha256=hashes[0]
    )
