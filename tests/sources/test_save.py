from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from condax.errors import SystemRefusedError, VerificationError
from condax.sources import Origin, Resolver, Source, save_sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.sources import SourceOptions

    from .conftest import Site, Tarball


def serve(site: Site, tarball: Tarball) -> Source:
    shutil.copyfile(tarball.path, site.root / "foo-1.0.tar.gz")
    return tarball.source(f"{site.url}/foo-1.0.tar.gz")


def test_a_saved_folder_serves_a_machine_without_network(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions], tmp_path: Path
) -> None:
    source = serve(site, tarball)
    save_sources([source], options(), tmp_path / "saved")
    shutil.rmtree(options().cache)
    resolved = Resolver(options(tmp_path / "saved", offline=True)).resolve(source)
    assert resolved.origin is Origin.MIRROR
    assert resolved.where == str(tmp_path / "saved" / tarball.sha256 / "foo-1.0.tar.gz")


def test_what_is_there_is_not_written_again(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions], tmp_path: Path
) -> None:
    source = serve(site, tarball)
    save_sources([source], options(), tmp_path / "saved")
    path = tmp_path / "saved" / tarball.sha256 / "foo-1.0.tar.gz"
    before = path.stat().st_mtime_ns
    save_sources([source], options(), tmp_path / "saved")
    assert path.stat().st_mtime_ns == before


def test_a_damaged_copy_is_replaced(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions], tmp_path: Path
) -> None:
    path = tmp_path / "saved" / tarball.sha256 / "foo-1.0.tar.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"half")
    save_sources([serve(site, tarball)], options(), tmp_path / "saved")
    assert path.read_bytes() == tarball.path.read_bytes()


def test_one_that_fails_does_not_keep_the_others_from_being_saved(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions], tmp_path: Path
) -> None:
    wrong = Source(urls=(f"{site.url}/foo-1.0.tar.gz",), sha256="0" * 64)
    gone = Source(urls=(f"{site.url}/gone.tar.gz",), sha256="1" * 64)
    right = serve(site, tarball)
    with pytest.raises(VerificationError) as caught:
        save_sources([wrong, gone, right], options(), tmp_path / "saved")
    assert "'foo-1.0.tar.gz'" in str(caught.value)
    assert "'gone.tar.gz'" in str(caught.value)
    assert (tmp_path / "saved" / tarball.sha256 / "foo-1.0.tar.gz").exists()


def test_a_folder_that_cannot_be_written_is_named(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions], tmp_path: Path
) -> None:
    (tmp_path / "saved").write_text("in the way")
    with pytest.raises(SystemRefusedError, match="cannot write"):
        save_sources([serve(site, tarball)], options(), tmp_path / "saved")
