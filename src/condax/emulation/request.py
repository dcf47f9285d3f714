"""What the process that runs tests is asked; both sides of `runner.py` import it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

INTERPRETERS: Mapping[str, tuple[str, ...]] = {
    "python": ("python", "python3"),
    "perl": ("perl",),
    "r": ("R", "Rscript"),
    "ruby": ("ruby",),
}
"""Per kind of test, the programs that have to come from the test environment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """The JSON object that the runner reads."""

    artifact: str
    channels: tuple[str, ...]
    build_platform: str
    """Subdir of the machine."""
    path: str
    """`PATH` for script tests."""
    guarded_path: str
    """`PATH` for the kinds in `INTERPRETERS`: the machine's own interpreters are out of reach."""
    list_only: bool
    """Name the tests and run none."""


def render_request(request: Request) -> str:
    """The request as JSON."""
    return json.dumps(asdict(request))


def parse_request(text: str) -> Request:
    """What `render_request` wrote."""
    fields = json.loads(text)
    return Request(**{**fields, "channels": tuple(fields["channels"])})
