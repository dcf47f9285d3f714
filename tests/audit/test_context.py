from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.audit import context_for, load_artifact
from condax.audit.context import AuditContext
from condax.errors import UsageError
from condax.platforms import NOARCH, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("subdir", ["linux-ppc64le", "osx-arm64", "win-64", "noarch"])
def test_platform_is_the_row_of_the_subdir(subdir: str, make_package: Callable[..., Path]) -> None:
    context = context_for(load_artifact(make_package({}, subdir=subdir)))
    assert context.platform == get_platform(subdir)
    assert context.libc_floor == get_platform(subdir).min_libc


def test_a_declared_glibc_is_the_floor(make_package: Callable[..., Path]) -> None:
    depends = ("__glibc >=2.9", "__glibc >=2.28,<3.0.a0")
    artifact = load_artifact(make_package({}, depends=depends))
    assert context_for(artifact).libc_floor == "2.28"
    assert context_for(artifact, libc_floor="2.17").libc_floor == "2.17"


def test_a_floor_that_is_no_version_is_refused(make_package: Callable[..., Path]) -> None:
    with pytest.raises(UsageError, match="'new' is not a glibc version"):
        context_for(load_artifact(make_package({})), libc_floor="new")


@pytest.mark.parametrize(
    ("name", "subdir"),
    [
        ("aarch64-conda-linux-gnu/sysroot/lib64/libc.so.6", "linux-aarch64"),
        ("lib/gcc/powerpc64le-conda-linux-gnu/15/libgcc.a", "linux-ppc64le"),
        ("lib/libtool.so", "noarch"),
        ("bin/aarch64-conda-linux-gnu", "noarch"),
    ],
)
def test_files_below_a_triplet_are_for_that_platform(name: str, subdir: str) -> None:
    context = AuditContext(platform=NOARCH, libc_floor=None)
    assert context.platform_of(name) == get_platform(subdir)
