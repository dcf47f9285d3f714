"""Source trees of a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from condax.project import ProjectFacts, detect_project, load_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Detect(Protocol):
    def __call__(self, files: Mapping[str, str], origin: str = "") -> ProjectFacts: ...


@pytest.fixture
def detect(tmp_path: Path) -> Detect:
    """`detect({"path": "text"})` is what the detectors say about such a tree."""

    def run(files: Mapping[str, str], origin: str = "") -> ProjectFacts:
        root = tmp_path / "tree"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return detect_project(load_tree(root, origin))

    return run
