"""A channel made of archives that lie elsewhere, one folder for each set of them."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

from condax.channel.index import index_channel
from condax.platforms import NOARCH
from condax.system.files import link_or_copy, refusals, temporary_directory

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from condax.platforms import Platform


def assemble_channel(folder: Path, archives: Iterable[Path], platform: Platform) -> Path:
    """The channel below `folder` with just these archives, made when there is none.

    An archive whose content changes has to change its path: the paths name the channel.
    """
    archives = tuple(archives)
    digest = hashlib.sha256("\0".join(sorted(map(str, archives))).encode()).hexdigest()[:16]
    channel = folder / digest
    subdirs = tuple(dict.fromkeys((platform.subdir, NOARCH.subdir)))
    if not all((channel / subdir / "repodata.json").exists() for subdir in subdirs):
        with refusals(channel), temporary_directory(folder) as scratch:
            for archive in archives:
                link_or_copy(archive, scratch / platform.subdir / archive.name)
            for subdir in subdirs:
                (scratch / subdir).mkdir(exist_ok=True)
            index_channel(scratch, subdirs)
            _put_in_place(scratch, channel)
    return channel


def _put_in_place(scratch: Path, channel: Path) -> None:
    """Move a whole channel to its name; another process may have been faster with the same."""
    ready = scratch.with_name(scratch.name + "-ready")
    scratch.rename(ready)
    try:
        ready.rename(channel)
    except OSError:
        shutil.rmtree(ready)
        if not channel.is_dir():
            raise
