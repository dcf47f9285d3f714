"""`pin_subpackage` and `pin_compatible` as values, which wait for the build that resolves them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Pin:
    """`pin_subpackage` or `pin_compatible`, which only a build can resolve.

    Bounds are given as in v1; v0's `min_pin` and `max_pin` say the same.
    """

    function: str
    name: str
    exact: bool = False
    lower_bound: str | None = "x.x.x.x.x.x"
    upper_bound: str | None = "x"
    build: str | None = None

    @property
    def text(self) -> str:
        """The call in a canonical spelling, defaults left out."""
        parts = [f'"{self.name}"']
        if self.exact:
            parts.append("exact=true")
        elif self.lower_bound != "x.x.x.x.x.x":
            parts.append(f"lower_bound={_quoted(self.lower_bound)}")
        if not self.exact and self.upper_bound != "x":
            parts.append(f"upper_bound={_quoted(self.upper_bound)}")
        if self.build is not None:
            parts.append(f"build={_quoted(self.build)}")
        return f"{self.function}({', '.join(parts)})"


def _quoted(text: str | None) -> str:
    return "none" if text is None else f'"{text}"'
