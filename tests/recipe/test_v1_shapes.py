"""The shape of each value of a `recipe.yaml` is the one that rattler-build's parser takes."""

from __future__ import annotations

import pytest
import rattler_build as rb

from condax.errors import RecipeError
from condax.recipe.parse import parse_recipe
from condax.recipe.rattler import rattler_recipe

ALONE = "package: {name: x, version: '1'}\n"

BUILD = "build: {%s}"
LINKING = "build: {dynamic_linking: {%s}}"
PYTHON = "build: {python: {%s}}"
PREFIX = "build: {prefix_detection: {%s}}"
NEEDS = "requirements: {%s}"
CONTENTS = "tests: [{package_contents: {%s}}]"
SCRIPT_TEST = "tests: [{script: a, %s}]"
IF = "{if: win, then: a}"
REPLACED = "regex: b, replacement: c"
LISTS = {
    LINKING: ("rpaths", "rpath_allowlist", "missing_dso_allowlist"),
    BUILD: ("files", "always_copy_files", "always_include_files"),
    "build: {files: {%s}}": ("include", "exclude"),
    "build: {variant: {%s}}": ("use_keys", "ignore_keys"),
    PYTHON: ("skip_pyc_compilation",),
    "build: {prefix_detection: {force_file_type: {%s}}}": ("text", "binary"),
    "build: {script: {content: a, %s}}": ("secrets",),
    NEEDS: ("build", "host", "run", "run_constraints", "run_exports"),
    "requirements: {run_exports: {%s}}": ("weak", "strong", "noarch"),
    "requirements: {ignore_run_exports: {%s}}": ("by_name", "from_package"),
    CONTENTS: ("files", "bin", "lib", "include", "site_packages"),
    "tests: [{package_contents: {lib: {%s}}}]": ("exists", "not_exists"),
    "tests: [{script: a, requirements: {%s}}]": ("run", "build"),
    "tests: [{script: a, files: {%s}}]": ("source", "recipe"),
    "tests: [{perl: {%s}}, {r: {libraries: [a]}}]": ("uses",),
    "tests: [{r: {%s}}]": ("libraries",),
    "tests: [{ruby: {%s}}]": ("requires",),
    "source: {url: a, %s}": ("patches",),
    "source: {path: a, %s}": ("filter",),
}
ITEMS = ("[a]", "[{if: win, then: [a], else: b}]", "[]", "a", "'${{ a }}'", IF, "[[a]]")
TRUTHS = {
    LINKING: ("binary_relocation",),
    BUILD: ("merge_build_and_host_envs",),
    PYTHON: ("use_python_app_entrypoint", "version_independent"),
    PREFIX: ("ignore", "ignore_binary_files"),
    "source: {git: a, %s}": ("lfs", "submodules"),
    "source: {path: a, %s}": ("use_gitignore",),
    "tests: [{python: {imports: [a], %s}}]": ("pip_check",),
    CONTENTS: ("strict",),
}
WORDS = ("true", "False", "'true'", "yes", "maybe", "1")
NUMBERS = {
    BUILD: ("number",),
    "build: {variant: {%s}}": ("down_prioritize_variant",),
    "source: {git: a, %s}": ("depth",),
}
COUNTS = ("1", "'1'", "01", "-1", "1.0", "1_000", "many", "'${{ a }}'", "[1]")
SINGLE = (
    "build: {skip: a}",
    f"build: {{skip: {IF}}}",
    f"tests: [{{python: {{imports: {IF}}}}}]",
    f"tests: [{{python: {{imports: [a], python_version: {IF}}}}}]",
    f"about: {{license: MIT, license_file: {IF}}}",
    "about: {license: MIT, license_file: a}",
    "source: {if: win, then: {url: a}}",
    "source: [{if: win, then: [{url: a}, {path: b}]}]",
    "source: {}",
    "source: {patches: [a]}",
    "source: {url: }",
    "tests: {script: a}",
    "tests: {if: win, then: {script: a}}",
    "tests: [{if: win, then: {script: a}}]",
    "tests: [{}]",
    "tests: [{odd: a}]",
    "tests: [{perl: a}]",
    "context: {a: [b]}",
    f"context: {{a: [{IF}]}}",
    f"context: {{skip: {IF}}}",
    "context: {a-b: c}",
    f"build: {{post_process: [{{files: [a], {REPLACED}}}]}}",
    f"build: {{post_process: [{{if: win, then: {{files: [a], {REPLACED}}}}}]}}",
    f"build: {{post_process: [{{files: a, {REPLACED}}}]}}",
    f"build: {{post_process: [{{files: {{include: [a]}}, {REPLACED}}}]}}",
    f"build: {{post_process: {{files: [a], {REPLACED}}}}}",
    "build: {post_process: [{files: [a], regex: b}]}",
    "build: {post_process: a}",
    f"build: {{script: {{content: a, secrets: [{IF}]}}}}",
    "build: {steps: [{if: win, run: a, env: {A: b}}, {run: [b, c], cwd: d}]}",
    "build: {steps: [{run: {file: a}}]}",
    "build: {steps: {run: a}}",
    "build: {steps: [{if: win}]}",
    "build: {steps: [a]}",
    "build: {steps: [{if: [win], run: a}]}",
    "build: {steps: [{run: a, cwd: [b]}]}",
    "build: {steps: [{run: a, interpreter: [b]}]}",
    "build: {steps: [{run: a}], script: b}",
    f"build: {IF}",
    f"build: {{script: {IF}}}",
    f"build: {{script: [{IF}]}}",
    "build: {script: {content: a, cwd: [b]}}",
    "build: {script: {content: a, interpreter: [b]}}",
    f"build: {{script: {{content: a, env: {{skip: {IF}}}}}}}",
    "build: {script: {content: a, env: {steps: b, source: c}}}",
    "build: {python: {entry_points: [a]}}",
    "build: {python: {entry_points: ['a = b:c', '${{ d }}', {if: win, then: e = f:g}]}}",
    "build: {python: {entry_points: [{if: win, then: e}]}}",
    f"requirements: {IF}",
    f"tests: [{{script: {IF}}}]",
    "tests: [{script: {content: a, cwd: [b]}}]",
    "source: {url: a, git: b}",
    "source: {url: a, path: b}",
    "source: {git: a, path: b}",
    "extra: {skip: {if: a}}",
    "extra: {source: {if: win, then: a, b: c}, steps: [{if: win}]}",
    "extra: {a: [{if: b}]}",
)
OUTPUTS = (
    "outputs:",
    "outputs: []",
    "outputs: {package: {name: y}}",
    "outputs: [{package: {name: y}}]",
    "outputs: [{if: win, then: {package: {name: y}}}]",
    "outputs: [{package: {name: y}, requirements: {run: a}}]",
    "outputs: [{package: {name: y}, build: {skip: {if: win, then: a}}}]",
    "outputs: [{staging: {name: s}}, {package: {name: y}, inherit: {from: s, odd: a}}]",
    "outputs: [{staging: {name: s}, requirements: {host: a}}, {package: {name: y}, inherit: s}]",
)


def cases() -> list[str]:
    tables = ((LISTS, ITEMS), (TRUTHS, WORDS), (NUMBERS, COUNTS))
    made = [
        ALONE + place % f"{key}: {value}"
        for table, values in tables
        for place, keys in table.items()
        for key in keys
        for value in values
    ]
    made += [ALONE + text for text in SINGLE]
    return [*made, *("recipe: {name: x, version: '1'}\n" + text for text in OUTPUTS)]


def is_taken_by_rattler_build(text: str) -> bool:
    try:
        rattler_recipe(text)
    except rb.RattlerBuildError:
        return False
    return True


@pytest.mark.parametrize("text", cases(), ids=lambda text: text.partition("\n")[2])
def test_a_value_is_taken_or_refused_as_by_rattler_build(text: str) -> None:
    if is_taken_by_rattler_build(text):
        parse_recipe(text)
        return
    with pytest.raises(RecipeError) as caught:
        parse_recipe(text)
    # Each stands on the second line, and the caret is on it.
    assert [each.span.line for each in caught.value.diagnostics if each.span][:1] == [2]


def test_text_for_a_list_is_shown_with_what_to_write() -> None:
    with pytest.raises(RecipeError) as caught:
        parse_recipe(ALONE + "build:\n  files: '*'\n")
    (found,) = caught.value.diagnostics
    assert found.message == "a list is expected, not text"
    assert found.hint == "write it below, behind `- `"
    assert found.span is not None
    assert (found.span.line, found.span.column, found.span.length) == (3, 10, 3)
