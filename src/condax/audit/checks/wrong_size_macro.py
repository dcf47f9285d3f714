"""A header says how large C's types are, and they are not that large on the package's platform.

## Why
`pyconfig.h`, NumPy's `_numpyconfig.h` and the `config.h` that some packages install hold what
`configure` or Meson found out. In a cross build that asks the wrong compiler they hold the sizes of
the build machine, and every extension that is compiled with them is wrong.

Looked at are `SIZEOF_…` and `NPY_SIZEOF_…` of `long`, `long double`, `size_t`, pointers and
`wchar_t`. Headers that choose with `#if` between several values are left alone.

## Bad
    #define NPY_SIZEOF_LONGDOUBLE 16

in a package for osx-arm64, where a `long double` has 8 bytes.

## Fix
Configure for the host: `--host=$HOST` for configure, `MESON_ARGS` for Meson, `CMAKE_ARGS` for
CMake.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity
from condax.platforms import LongDouble, Os

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext
    from condax.platforms import Platform

DEFINED = re.compile(
    rb"^#[ \t]*define[ \t]+(?:NPY_)?SIZEOF_(\w+)[ \t]+(\d+)[ \t]*\r?$", re.MULTILINE
)

POINTERS = ("VOID_P", "SIZE_T", "SSIZE_T", "INTP", "UINTP", "PY_INTPTR_T")
LONG_DOUBLES = ("LONG_DOUBLE", "LONGDOUBLE")


def sizes_on(platform: Platform) -> dict[str, int]:
    """Bytes of C's types by the end of their macros; empty for platforms without a compiler.

    Every platform of the table has pointers of 8 bytes. What `long double` is on Windows depends on
    the compiler.
    """
    if platform.long_double is None:
        return {}
    if platform.os is Os.WINDOWS:
        return {**dict.fromkeys(POINTERS, 8), "LONG": 4, "WCHAR_T": 2}
    long_double = 8 if platform.long_double is LongDouble.DOUBLE else 16
    return {
        **dict.fromkeys(POINTERS, 8),
        **dict.fromkeys(LONG_DOUBLES, long_double),
        "LONG": 8,
        "WCHAR_T": 4,
    }


@check("CV136", severity=Severity.ERROR)
def wrong_size_macro(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every macro whose value is another platform's."""
    for name, file in artifact.files.items():
        if not name.endswith((".h", ".hpp")):
            continue
        sizes = sizes_on(context.platform_of(name))
        found: dict[str, set[int]] = {}
        for macro, value in DEFINED.findall(bytes(file.content)):
            found.setdefault(macro.decode(), set()).add(int(value))
        for macro, values in found.items():
            if len(values) == 1 and macro in sizes and values != {sizes[macro]}:
                wanted = f"on {context.platform} {sizes[macro]}"
                yield Finding(
                    path=name,
                    message=f"SIZEOF_{macro} is {values.pop()}, {wanted}",
                    hint="configure the package for the host platform",
                )
