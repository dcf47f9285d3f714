"""`config.sub` and `config.guess`: old ones do not know the platforms that condax builds for."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import ConfigScripts, Fact
from condax.project.tree import is_aside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.project.tree import SourceTree


@detector
def config_scripts(tree: SourceTree) -> Iterator[Fact]:
    """Folders that have both."""
    for path in tree.glob("config.sub"):
        if tree.has(tree.beside(path, "config.guess")) and not is_aside(path):
            yield ConfigScripts(folder=str(PurePosixPath(path).parent))
