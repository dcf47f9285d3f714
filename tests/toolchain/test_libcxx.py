"""How the C++ runtime is compiled: in as little time as it takes, and always the same."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from condax.toolchain import cxx_headers, libcxx

if TYPE_CHECKING:
    from pathlib import Path

    from tests.toolchain.conftest import Prefix

    from condax.toolchain.zig import Zig

[LIBRARY] = (library for library in libcxx.LIBRARIES if library.sharing)


def test_every_source_that_shares_headers_is_there(zig: Zig) -> None:
    folder = zig.lib / LIBRARY.sources
    assert [name for name in LIBRARY.sharing if not (folder / name).exists()] == []


@pytest.mark.integration
def test_headers_that_were_parsed_before_change_nothing(
    cross_prefix: Prefix, zig: Zig, tmp_path: Path
) -> None:
    cxx_headers.write_headers(zig, tmp_path / "include")

    def objects(folder: Path, library: libcxx.Library) -> list[bytes]:
        folder.mkdir()
        build = libcxx.RuntimeBuild(
            zig=zig,
            platform=cross_prefix.target,
            prefix=cross_prefix.path,
            headers=tmp_path / "include" / "c++" / "v1",
            scratch=folder,
        )
        libcxx.parse_headers(build, library)
        sources = [zig.lib / library.sources / name for name in ("print.cpp", "stdexcept.cpp")]
        return [libcxx.compile_source(build, library, each).read_bytes() for each in sources]

    alone = dataclasses.replace(LIBRARY, headers=(), sharing=())
    assert objects(tmp_path / "shared", LIBRARY) == objects(tmp_path / "alone", alone)
