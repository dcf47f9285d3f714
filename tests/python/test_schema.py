from __future__ import annotations

from typing import Any

import pytest

from condax.python.schema import violations

VERSION = {"major": 3, "minor": 14, "micro": 0, "releaselevel": "final", "serial": 0}


def document(**changes: object) -> dict[str, Any]:
    """PEP 739's example, cut down to what every implementation has."""
    return {
        "schema_version": "1.0",
        "base_prefix": "/usr",
        "platform": "linux-x86_64",
        "language": {"version": "3.14"},
        "implementation": {
            "name": "cpython",
            "version": VERSION,
            "hexversion": 51249312,
            "cache_tag": "cpython-314",
            "_multiarch": "x86_64-linux-gnu",
        },
        **changes,
    }


def test_a_valid_document_has_no_violations() -> None:
    assert list(violations(document())) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schema_version": "2.0"}, "schema_version is '2.0', not one of 1.0"),
        ({"platform": 5}, "platform is 5, not str"),
        ({"colour": "red"}, "colour is not a key of schema 1.0"),
        ({"language": {}}, "language.version is missing"),
        ({"abi": {"flags": []}}, "abi.extension_suffix is missing"),
        ({"c_api": {"headers": True}}, "c_api.headers is True, not str"),
        ({"libpython": {"link_extensions": "no"}}, "libpython.link_extensions is 'no', not bool"),
        (
            {"language": {"version": "3.14", "version_info": {**VERSION, "micro": True}}},
            "language.version_info.micro is True, not int or float",
        ),
    ],
)
def test_violations_name_the_key(changes: dict[str, object], message: str) -> None:
    assert list(violations(document(**changes))) == [message]


def test_a_list_is_no_document() -> None:
    assert list(violations([])) == ["the document is [], not dict"]
