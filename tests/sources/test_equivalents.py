from __future__ import annotations

import os
import tarfile
import time
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from tests.conftest import missing

from condax.sources import Origin, Resolver, Source, SourceOptions
from condax.sources.equivalents import load_equivalents
from condax.sources.pypi import PyPi, project_of
from condax.sources.resolve import MISSED
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Site

ZLIB = "9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23"
CFFI = "e32bea840b50779a43dcaff13dcf6fa8bc29aa1b071c2cb4e27c1bd79114a202"


def test_every_row_has_its_own_digest_and_says_what_differs() -> None:
    for sha256, equivalent in load_equivalents().items():
        assert len(sha256) == len(equivalent.sha256) == 64
        assert sha256 != equivalent.sha256
        assert equivalent.note
        assert ".orig.tar." in equivalent.file_name or project_of(equivalent.file_name)


def test_what_stands_in_is_looked_for_by_its_own_name_and_digest() -> None:
    source = load_equivalents()[ZLIB].source
    assert source.archive_name == "zlib_1.3.dfsg+really1.3.1.orig.tar.gz"
    assert source.sha256 == load_equivalents()[ZLIB].sha256
    assert source.is_unpacked


@pytest.mark.integration
def test_zlib_comes_repacked_when_upstream_does_not_have_it(
    require: Callable[[str], str], site: Site, tmp_path: Path
) -> None:
    require("apt-get")
    options = SourceOptions(cache=tmp_path / "cache", env=os.environ)
    source = Source(urls=(f"{site.url}/zlib-1.3.1.tar.gz",), sha256=ZLIB)
    resolved = Resolver(options).resolve(source)
    assert resolved.origin is Origin.EQUIVALENT
    assert "contrib" in resolved.note
    assert resolved.source == source
    with tarfile.open(resolved.path) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    assert {"configure", "zlib.h", "zlib.map", "zlib.pc.in", "LICENSE"} <= names

    again = Resolver(options).resolve(source)
    assert (again.origin, again.path) == (Origin.EQUIVALENT, resolved.path)
    assert len(site.requests) == 1, "within a day, upstream is not asked again"
    stamp = options.cache / ZLIB / MISSED
    yesterday = time.time() - 25 * 60 * 60
    os.utime(stamp, (yesterday, yesterday))
    Resolver(options).resolve(source)
    assert len(site.requests) == 2


@pytest.mark.integration
def test_the_sdist_stands_in_for_the_archive_of_a_tag(site: Site, tmp_path: Path) -> None:
    if PyPi(os.environ, run).sdist(Requirement("cffi==2.0.0")) is None:
        missing("pypi", "there is no cffi 2.0.0")
    options = SourceOptions(cache=tmp_path / "cache", env=os.environ)
    source = Source(urls=(f"{site.url}/v2.0.0.tar.gz",), sha256=CFFI)
    resolved = Resolver(options).resolve(source)
    assert (resolved.origin, site.requests) == (Origin.EQUIVALENT, ["/v2.0.0.tar.gz"])
    with tarfile.open(resolved.path) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    assert {"pyproject.toml", "setup.py", "LICENSE", "src/c/_cffi_backend.c"} <= names
