"""The toolchain's own packages that finished packages run with, e.g. `libcxx`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.build.channels import channel_folder, records_in
from condax.build.model import spec_names
from condax.channel.archive import read_index

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def runtimes_of(archive: Path, channels: Iterable[str], subdir: str) -> tuple[Path, ...]:
    """Archives of the folders among `channels` that the package in `archive` depends on."""
    names = set(spec_names(read_index(archive)["depends"]))
    folders = [folder / subdir for each in channels if (folder := channel_folder(each))]
    return tuple(
        folder / file
        for folder in folders
        for file, record in records_in(folder).items()
        if record["name"] in names
    )
