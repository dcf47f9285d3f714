"""Licence texts are known by sentences that no other licence has."""

from __future__ import annotations

import pytest

from condax.project.spdx import license_of, tag_in, tidy_expression

MIT = (
    "Permission is hereby granted, free of charge, to any person … The above copyright\nnotice and"
)
BSD = "Redistributions of source code must retain …\nRedistributions in binary form must …"
ISC = "Permission to use, copy, modify, and/or distribute this software for any purpose with or"

COMMENTED = (
    f"/*\n * {ISC} provided".replace("this ", "this\n * ") + " that the above copyright notice"
)


@pytest.mark.parametrize(
    ("text", "spdx"),
    [
        (MIT, "MIT"),
        (BSD, "BSD-2-Clause"),
        (BSD + " used to endorse or promote products", "BSD-3-Clause"),
        (ISC + " provided that the above copyright notice and this", "ISC"),
        (ISC + " fee is hereby granted.", "0BSD"),
        ("GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007", "GPL-3.0-only"),
        (
            "GNU General Public License version 3, 29 June 2007"
            + " x" * 200
            + " GNU Lesser General",
            "GPL-3.0-only",
        ),
        ("Apache License\n Version 2.0, January 2004", "Apache-2.0"),
        (COMMENTED, "ISC"),
        ("All rights reserved.", None),
    ],
)
def test_a_text_is_known_by_its_sentences(text: str, spdx: str | None) -> None:
    assert license_of(text) == spdx


def test_operators_of_an_expression_are_capitals() -> None:
    assert tidy_expression("MIT and BSD-3-Clause or Zlib") == "MIT AND BSD-3-Clause OR Zlib"
    assert tidy_expression("GPLv2 or later") == "GPL-2.0-or-later"
    assert tidy_expression("LGPL v2.1 or later") == "LGPL-2.1-or-later"
    assert tidy_expression("Artistic or later") == "Artistic or later"


def test_a_tag_is_the_expression_on_its_line() -> None:
    assert tag_in("/* SPDX-License-Identifier: MIT OR Apache-2.0 */") == "MIT OR Apache-2.0"
    assert tag_in("none") is None
