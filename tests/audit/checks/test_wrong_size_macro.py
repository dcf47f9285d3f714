from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.audit.checks.wrong_size_macro import sizes_on
from condax.platforms import TABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic

HEADER = "lib/python3.13/site-packages/numpy/_core/include/numpy/_numpyconfig.h"


def test_a_size_of_another_platform_is_an_error(
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    text = "#define NPY_SIZEOF_LONG 4\n#define NPY_SIZEOF_LONGDOUBLE 16\n"
    (found,) = audit({HEADER: text})
    assert (found.code, found.severity.value) == ("CV136", "error")
    assert found.message == "SIZEOF_LONG is 4, on linux-aarch64 8"


def test_the_same_header_is_right_elsewhere_and_wrong_there(
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    text = "#define SIZEOF_LONG_DOUBLE 16\n"
    assert audit({"include/python3.13/pyconfig.h": text}, subdir="osx-64") == ()
    (found,) = audit({"include/python3.13/pyconfig.h": text}, subdir="osx-arm64")
    assert found.message == "SIZEOF_LONG_DOUBLE is 16, on osx-arm64 8"


@pytest.mark.parametrize(
    "text",
    [
        "#define SIZEOF_LONG 8\r\n",
        "#define SIZEOF_TIME_T 4\n",
        "#ifdef _LP64\n#define SIZEOF_LONG 8\n#else\n#define SIZEOF_LONG 4\n#endif\n",
        "/* #define SIZEOF_LONG 4 */\n",
    ],
)
def test_other_headers_pass(text: str, names: Callable[..., list[str]]) -> None:
    assert names({"include/config.h": text}) == []


@pytest.mark.parametrize("platform", TABLE, ids=str)
def test_every_platform_with_a_compiler_has_sizes(platform: object) -> None:
    sizes = sizes_on(platform)  # type: ignore[arg-type] # a row
    assert (sizes.get("VOID_P") == 8) == (str(platform) != "noarch")
