"""Order of the values of a variant key, as conda orders versions.

Values are specs as often as versions: `3.9.* *_cpython` is compared as `3.9.1.1_cpython`, and what
is no version at all is ordered as text, after all versions.
"""

from __future__ import annotations

from functools import total_ordering
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rattler import Version


@total_ordering
class SortKey:
    """Sorts values from the oldest to the newest."""

    __slots__ = ("text", "version")

    def __init__(self, value: str) -> None:
        """Read `value` as a version where it is one."""
        self.text = value
        self.version = _version(value)

    def __eq__(self, other: object) -> bool:
        """Whether both are the same version, or the same text."""
        return isinstance(other, SortKey) and not self < other and not other < self

    def __hash__(self) -> int:
        """Of the version where there is one."""
        return hash(self.version or self.text)

    def __lt__(self, other: SortKey) -> bool:
        """Whether this is older."""
        if self.version is not None and other.version is not None:
            return bool(self.version < other.version)
        if self.version is None and other.version is None:
            return self.text < other.text
        return other.version is None


def _version(value: str) -> Version | None:
    from rattler import Version
    from rattler.exceptions import InvalidVersionError

    try:
        return Version(value.replace(" ", ".").replace("*", "1"))
    except InvalidVersionError:
        return None


def newer(left: str, right: str) -> str:
    """The newer of two values; the left one if they are equal."""
    return right if SortKey(left) < SortKey(right) else left
