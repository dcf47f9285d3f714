from __future__ import annotations

from typing import TYPE_CHECKING

from condax.audit import BuildHeader

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


def test_each_header_of_the_build_environment_is_a_warning(
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    headers = (
        BuildHeader(source="build/a.o", path="include/zlib.h"),
        BuildHeader(source="src/b.c", path="lib/python3.13/site-packages/numpy/include"),
    )
    found = audit({}, context={"build_headers": headers})
    assert [(each.code, each.severity.value) for each in found] == [("CV135", "warning")] * 2
    assert found[0].message == "compiled for linux-aarch64 with $BUILD_PREFIX/include/zlib.h"


def test_a_build_without_such_headers_passes(names: Callable[..., list[str]]) -> None:
    assert names({}, context={"build_headers": ()}) == []
