"""From SOURCE to a folder that can be read: a folder, an archive, a URL or a project on PyPI.

What is downloaded or unpacked is gone afterwards; a folder of the user is only read.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from condax.errors import UsageError, VerificationError
from condax.project.tree import SourceTree, load_tree
from condax.recipe.model import Source
from condax.recipe.values import Text
from condax.recipe.yaml_text import string_text
from condax.sources import Resolver, SourceOptions
from condax.sources import Source as Download
from condax.sources.pypi import find_sdist
from condax.system.archives import can_extract, extract
from condax.system.files import sha256_of, temporary_directory
from condax.system.network import Downloader, no_progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.system.network import OnProgress

FORGE = re.compile(
    r"https://(?P<host>github\.com|gitlab\.com|codeberg\.org)/(?P<owner>[^/]+)/(?P<name>[^/]+)/"
)
PYPI = "pypi:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Located:
    """A source tree and what a recipe says of where it comes from."""

    tree: SourceTree
    path: Path
    """The user's folder or archive, or the downloaded file."""
    url: str = ""
    """Where the file can be downloaded."""
    sha256: str = ""
    """Of an archive."""

    def source(self, recipe_folder: Path) -> Source:
        """The entry of a recipe in that folder: the URL, or a path relative to it."""
        digest = Text(value=self.sha256) if self.sha256 else None
        if self.url:
            return Source(url=(string_text(self.url),), sha256=digest)
        relative = os.path.relpath(self.path.resolve(), recipe_folder.resolve())
        return Source(path=string_text(relative), sha256=digest)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceWish:
    """What the user says about the source."""

    text: str
    """Folder, archive, URL, or `pypi:NAME[==VERSION]`."""
    url: str = ""
    """Where a local archive can be downloaded."""
    sha256: str = ""
    """What the file must have; with it, mirrors can serve the file as well."""


@contextlib.contextmanager
def locate(
    wish: SourceWish, options: SourceOptions, on_progress: OnProgress = no_progress
) -> Iterator[Located]:
    """The tree, readable until the context ends.

    Raises `UsageError` for what is none of the kinds, `SystemRefusedError` for what cannot be had
    and `VerificationError` for another sha256 than the one wished for.
    """
    if wish.sha256 and not re.fullmatch(r"[0-9a-fA-F]{64}", wish.sha256):
        raise UsageError(f"{wish.sha256!r} is no sha256", hint="give its 64 hexadecimal digits")
    path = Path(wish.text)
    if path.is_dir():
        yield Located(tree=load_tree(path), path=path)
        return
    with temporary_directory(options.cache / "new") as work:
        file, url = _file(wish, options, work, on_progress)
        if not can_extract(file.name):
            raise UsageError(
                f"{file.name!r} is no source archive that can be unpacked",
                hint="name a folder, a .tar.* or .zip archive, a URL of one, or pypi:NAME",
            )
        digest = sha256_of(file)
        if wish.sha256 and "://" not in wish.text and digest != wish.sha256.lower():
            raise VerificationError(
                f"{file.name!r} has not the sha256 {wish.sha256}, but {digest}",
                hint="compare with what upstream publishes",
                where=str(file),
            )
        root = work / "tree"
        top = extract(file, root)
        yield Located(
            tree=load_tree(root, origin_of(url or file.name, top)),
            path=file,
            url=url,
            sha256=wish.sha256.lower() or digest,
        )


def origin_of(url: str, top: str = "") -> str:
    """A name with the version in it: a forge calls an archive after the tag alone.

    `top` is the folder in the archive, whose name a file without its URL is known by.
    """
    name = urlsplit(url).path.rpartition("/")[2]
    if not re.match(r"v?\d", name):
        return name
    match = FORGE.match(url)
    return f"{match['name']}-{name.removeprefix('v')}" if match else top or name


def repository_of(url: str) -> str:
    """The repository that a forge's archive is of, `""` for other URLs."""
    match = FORGE.match(url)
    return match[0].removesuffix("/") if match else ""


def _file(
    wish: SourceWish, options: SourceOptions, work: Path, on_progress: OnProgress
) -> tuple[Path, str]:
    """The archive, and the URL that a recipe names."""
    if wish.text.startswith(PYPI):
        if options.offline:
            raise UsageError(
                f"{wish.text!r} cannot be fetched offline", hint="give its source archive instead"
            )
        return find_sdist(wish.text.removeprefix(PYPI), options.env, work, on_progress)
    if "://" in wish.text:
        return _download(wish, options, work, on_progress), wish.text
    path = Path(wish.text)
    if not path.is_file():
        raise UsageError(
            f"there is no file or folder {wish.text!r}",
            hint="name a folder, an archive, a URL, or pypi:NAME[==VERSION]",
        )
    return path, wish.url


def _download(
    wish: SourceWish, options: SourceOptions, work: Path, on_progress: OnProgress
) -> Path:
    if wish.sha256:
        wanted = Download(urls=(wish.text,), sha256=wish.sha256.lower())
        return Resolver(options).resolve(wanted, on_progress).path
    if options.offline:
        raise UsageError(
            f"{wish.text!r} cannot be fetched offline",
            hint="give its --sha256 so that the cache and mirrors are asked",
        )
    path = work / Download(urls=(wish.text,)).archive_name
    Downloader().fetch(wish.text, path, on_progress)
    return path
