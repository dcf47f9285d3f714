"""The site files that configure reads, and the answers that probes found.

`probes/<subdir>.txt` are the answers for a target, as `condax probe` found them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from condax.toolchain.configure.libc import LIBC_SITE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.platforms import Platform

PROBES = Path(__file__).parent / "probes"


def answers_file(target: Platform) -> Path:
    """Where the answers for a target are kept; there is none for a target never probed."""
    return PROBES / f"{target.subdir}.txt"


def render_answers(target: Platform, answers: Mapping[str, str]) -> str:
    """The text of `answers_file`."""
    head = f"# Made by: condax probe {target.subdir}\n"
    return head + "".join(f"{name}={value}\n" for name, value in answers.items())


def parse_answers(text: str) -> dict[str, str]:
    """The variables of such a text."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def render_site(target: Platform, answers: Mapping[str, str]) -> str:
    """`CONFIG_SITE` for autoconf: what the user's own file or environment says is kept.

    The sysroot's own answers (`libc_answers`) are read where they hold, which is for its compilers
    and without flags that change the ABI or the sysroot.
    """
    triplet = target.conda_triplet
    lines = [
        f"# Answers for configure that compiles for {target.subdir}.",
        # Another activation's file comes here, too: it would read this one again.
        'if test -z "${condax_reading-}"; then',
        "  condax_reading=yes",
        '  condax_prefix="${prefix-}"',
        '  test "$condax_prefix" != NONE || condax_prefix="${ac_default_prefix-}"',
        '  for condax_site in "${CONDA_BACKUP_CONFIG_SITE-}" \\',
        '    "$condax_prefix/share/config.site" "$condax_prefix/etc/config.site"; do',
        '    test ! -r "$condax_site" || . "$condax_site"',
        "  done",
        "  condax_reading=",
        "fi",
        *(_probed(target, answers) if answers else ()),
        "# What the sysroot says, for its own compilers.",
        'case "${CC-} ${CXX-} ${CPPFLAGS-} ${CFLAGS-} ${CXXFLAGS-} ${LDFLAGS-}" in',
        f"{' | '.join(_ELSEWHERE)}) ;;",
        "*)",
        '  case " ${CC-} /  ${CXX:-${CC-}} " in',
        f'  *[\\ /]{triplet}-*" / "*[\\ /]{triplet}-*)',
        '    condax_site="${ac_site_file-}"',
        f'    condax_site="${{condax_site%/*/*/*}}/{triplet}/sysroot/{LIBC_SITE}"',
        '    test ! -r "$condax_site" || . "$condax_site"',
        "    ;;",
        "  esac",
        "  ;;",
        "esac",
    ]
    return "\n".join(lines) + "\n"


_ELSEWHERE = (
    *("*-m32*", "*-mx32*", "*-mbig*", "*-mlong-double-*", "*-fshort-*"),
    *("*-target*", "*-sysroot*", "*-nostd*", "*-nodefaultlibs*", "*-nolibc*"),
)
"""Shell patterns of flags with which a compilation sees other types, headers or symbols."""


def _probed(target: Platform, answers: Mapping[str, str]) -> list[str]:
    cpus = {target.zig_cpu, target.processor, *((target.go_arch,) if target.go_arch else ())}
    patterns = " | ".join(f"{cpu}-*linux*" for cpu in sorted(filter(None, cpus)))
    return [
        "# Found by running each probe of condax.",
        f'case "${{host_alias-}}" in {patterns})',
        *_unless_known(answers),
        ";;",
        "esac",
    ]


def render_libc_site(answers: Mapping[str, str]) -> str:
    """The text of a sysroot's `LIBC_SITE`."""
    head = "# What configure asks of this C library; what is known already stays as it is."
    return "\n".join((head, *_unless_known(answers))) + "\n"


def _unless_known(answers: Mapping[str, str]) -> list[str]:
    """Assignments that leave alone what has a value."""
    return [f': "${{{name}={value}}}"' for name, value in answers.items()]
