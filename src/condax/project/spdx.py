"""Which licence a text is: sentences that only one SPDX licence has.

Sentences are those of the SPDX licence list's texts (https://spdx.org/licenses/), compared without
case and line breaks.
"""

from __future__ import annotations

import re

SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Apache-2.0", ("apache license", "version 2.0, january 2004")),
    ("AGPL-3.0", ("gnu affero general public license", "version 3, 19 november 2007")),
    ("LGPL-3.0", ("gnu lesser general public license", "version 3, 29 june 2007")),
    ("GPL-3.0", ("gnu general public license", "version 3, 29 june 2007")),
    ("LGPL-2.1", ("gnu lesser general public license", "version 2.1, february 1999")),
    ("LGPL-2.0", ("gnu library general public license", "version 2, june 1991")),
    ("GPL-2.0", ("gnu general public license", "version 2, june 1991")),
    ("MPL-2.0", ("mozilla public license version 2.0",)),
    ("EPL-2.0", ("eclipse public license - v 2.0",)),
    ("BSL-1.0", ("boost software license - version 1.0",)),
    ("Unlicense", ("this is free and unencumbered software released into the public domain",)),
    ("CC0-1.0", ("cc0 1.0 universal",)),
    ("PSF-2.0", ("python software foundation license version 2",)),
    ("bzip2-1.0.6", ("julian r seward", "the origin of this software must not be misrepresented")),
    (
        "Zlib",
        ("the origin of this software must not be misrepresented", "altered source versions"),
    ),
    ("blessing", ("may you do good and not evil",)),
    (
        "X11-distribute-modifications-variant",
        ("distribute with modifications, sublicense", "use or other dealings in this software"),
    ),
    ("ISC", ("permission to use, copy, modify, and/or distribute this software for any purpose",)),
    ("ISC", ("permission to use, copy, modify, and distribute this software for any purpose",)),
    (
        "0BSD",
        ("permission to use, copy, modify, and/or distribute this software for any purpose with",),
    ),
    ("MIT", ("permission is hereby granted, free of charge", "the above copyright notice and")),
    ("BSD-4-Clause", ("redistributions of source code must retain", "all advertising materials")),
    ("BSD-3-Clause", ("redistributions of source code must retain", "endorse or promote products")),
    ("BSD-2-Clause", ("redistributions of source code must retain", "redistributions in binary")),
)
"""SPDX identifiers and what all of has to be in a text; the first that fits is the answer."""

GNU = re.compile(r"^(A|L)?GPL-")
COMMENT_MARK = re.compile(r"^[ \t]*(?:/\*+|\*+/?|#+|//+|;+|--+)", re.MULTILINE)
"""What lines begin with where a licence stands in a comment."""
EXPRESSION = re.compile(r"[\w.+-]+(?: (?:and|or|with) [\w.+-]+)+", re.IGNORECASE)
OR_LATER = re.compile(
    r"(?P<name>[AL]?GPL)[ -]?v?(?P<version>\d(?:\.\d)?)\+?(?:,? or (?:later|newer))", re.IGNORECASE
)
"""The words of people for a GNU licence of which later versions are allowed too."""
NO_OPERAND = re.compile(r" or (?:later|newer|any|above|higher)\b", re.IGNORECASE)
"""An `or` that stands between no two licences."""
HEAD = 300
"""Characters that hold the title of a GNU licence, also below a notice of its project."""
TAG = re.compile(r"SPDX-License-Identifier:\s*([\w.+() -]+?)\s*(?:\*/|-->|$)", re.MULTILINE)


def license_of(text: str) -> str | None:
    """SPDX identifier of a licence text; GNU licences as `-only`, which the text alone means."""
    flat = " ".join(COMMENT_MARK.sub(" ", text.lower()).split())
    for spdx, sentences in SENTENCES:
        # GNU licences speak of one another further down.
        searched = flat[:HEAD] if GNU.match(spdx) else flat
        if all(sentence in searched for sentence in sentences):
            if spdx == "ISC" and "provided that the above copyright notice" not in flat:
                continue
            return f"{spdx}-only" if GNU.match(spdx) else spdx
    return None


def tidy_expression(text: str) -> str:
    """`MIT and Zlib` with operators in capitals, `GPLv2 or later` as SPDX names it.

    Other text stays as it is.
    """
    if later := OR_LATER.fullmatch(text):
        version = later["version"] if "." in later["version"] else f"{later['version']}.0"
        return f"{later['name'].upper()}-{version}-or-later"
    if not EXPRESSION.fullmatch(text) or NO_OPERAND.search(text):
        return text
    return re.sub(r" (and|or|with) ", lambda m: m[0].upper(), text, flags=re.IGNORECASE)


def tag_in(text: str) -> str | None:
    """The expression of a `SPDX-License-Identifier` line."""
    match = TAG.search(text)
    return match[1] if match else None


def says_or_later(text: str) -> bool:
    """Whether a source file's notice allows later versions of a GNU licence."""
    return "(at your option) any later version" in " ".join(text.split())
