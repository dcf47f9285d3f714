"""What a value of a `recipe.yaml` may be is what rattler-build's render takes."""

from __future__ import annotations

import pytest
import rattler_build as rb

from condax.errors import RecipeError
from condax.platforms import Platforms
from condax.platforms.table import LINUX_64
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import parse_recipe
from condax.recipe.rattler import rattler_recipe

HERE = Platforms(build=LINUX_64, host=LINUX_64, target=LINUX_64)
ALONE = "context: {a: abc, digits: '%s'}\npackage: {name: x, version: '1'}\n" % ("0" * 64)
URL = "url: 'https://e.org/a'"
REPLACED = "replacement: b"
WORDS = {
    f"source: {{{URL}, sha256: %s}}": ("${{ a }}", "${{ digits }}", "", "${{ '' }}", "abc"),
    f"source: {{{URL}, md5: %s}}": ("${{ a }}", "${{ 'abc' if win }}"),
    "source: {url: %s}": (
        *("", "${{ a }}", "${{ a }}://x/y", "file:a", "./a", "https://e.org/${{ a }}"),
        *("https://e.org:port/a", "https://e.org:80/{a}", "https://1.2.3.999/", "https://[::1]/a"),
    ),
    "about: {homepage: %s}": ("", "${{ '' }}", "https://[a", "https://e.org", " https://e.org"),
    "about: {license: %s}": ("", " ", "${{ '' }}", "${{ a }}", "MIT", "MIT OR FOO"),
    "build: {noarch: %s}": ("", "${{ '' }}", "python", " python", "${{ a }}"),
    "build: {dynamic_linking: {overlinking_behavior: %s}}": (
        *("error", "ignore", "Error", "maybe", "", "${{ a }}", "${{ 'error' }}"),
    ),
    "build: {dynamic_linking: {overdepending_behavior: %s}}": ("error", "warn"),
    "build: {merge_build_and_host_envs: %s}": (
        *("${{ a }}", "${{ true }}", "${{ 'TRUE' }}", "${{ 'yes' }}", "${{ 1 }}", "${{ '' }}"),
    ),
    "build: {dynamic_linking: {binary_relocation: %s}}": (
        *("${{ a }}", "${{ 'TRUE' }}", "${{ 'yes' }}", "${{ '' }}"),
    ),
    "build: {prefix_detection: {ignore: %s}}": ("${{ a }}", "${{ 'True' }}", "${{ '' }}"),
    "build: {python: {version_independent: %s}}": ("${{ a }}", "${{ linux }}"),
    "build: {variant: {down_prioritize_variant: %s}}": (
        *("${{ a }}", "${{ -1 }}", "${{ 1.5 }}", "${{ '' }}"),
    ),
    "source: {git: a, depth: %s}": ("${{ a }}", "${{ 1 }}", "${{ '' }}"),
    "source: {git: a, lfs: %s}": ("${{ a }}", "${{ win }}"),
    "tests: [{python: {imports: [a], pip_check: %s}}]": ("${{ a }}", "${{ false }}"),
    "tests: [{python: {imports: [a], python_version: %s}}]": (">=3", "3.10.*", "${{ a }} >"),
    "tests: [{package_contents: {files: [a], strict: %s}}]": ("${{ true }}", "yes"),
    "requirements: {ignore_run_exports: {by_name: [%s]}}": (
        *("a b", "a*", "", "a >=1", "A", "${{ compiler('c') }}", "${{ a }} 1"),
        *("${{ pin_subpackage('x') }}", "${{ pin_compatible('y') }}"),
    ),
    "extra: {a: %s}": (
        *("${{ a }}", "${{ linux }}", "x${{ a.b }}", "${{ a | default(1) }}", "${{ 1 + }}", "a"),
        *("${{ PREFIX }}", "${{ compiler('c') }}", "${{ stdlib('c') }}"),
    ),
    "extra: {a: [b, {c: %s}]}": ("${{ a }}", "${{ unix }}"),
    "extra: {a: [{if: win, then: %s}]}": ("${{ a }}", "${{ 1 }}"),
    "requirements: {run: [%s]}": tuple(
        f"${{{{ {function}('x', {words}) }}}}"
        for function in ("pin_subpackage", "pin_compatible")
        for words in (
            *("exact=1", "exact=0", "exact='true'", "exact=none", "exact=[]", "exact=a"),
            *("exact=true", "exact=false", "exact=linux", "exact=1 == 1"),
            *("exact=true, upper_bound='x'", "exact=false, build='h*'", "lower_bound='x.y'"),
            *("upper_bound=1", "upper_bound=1.5", "upper_bound=''", "upper_bound=none"),
            *(
                "upper_bound=[]",
                "lower_bound='a b'",
                "lower_bound='x..'",
                "lower_bound='x.y.'",
                "build=1",
            ),
        )
    ),
    "requirements: {ignore_run_exports: {from_package: [%s]}}": ("${{ pin_compatible('y') }}",),
    "requirements: {host: [%s]}": ("${{ pin_compatible('a*') }}", "${{ pin_compatible('y') }}"),
    "build: {python: {entry_points: [%s]}}": (
        *("a = b", "a=b.c:d.e", "a = b : c", "a = b:c:d", "= b:c", "", "a = 1b:c", "a-b c = d:e"),
        *("a = b:c [x]", "a = b..c:d", "a = :b", "a = é:b", "${{ a }}", "${{ a }} = b:c"),
    ),
    "build: {script: {content: a, env: {%s: b}}}": ("A_1", "1A", "A B", "", "${{ a }}"),
    "tests: [{script: {content: a, env: {%s: b}}}]": ("A", "A-B"),
    "build: {steps: [{run: a, env: {%s: b}}]}": ("A", "A-B"),
    "source: {%s: []}": ("url",),
    f"build: {{post_process: [{{files: [a], regex: %s, {REPLACED}}}]}}": (
        *("(", "(a)", "(?<=a)b", "a{2}", "${{ a }}[", "\\d+", ""),
    ),
}
GLOBS = (
    *("[", "a[b]", "[!]", "[b-a]", "[!a-b]", "{a", "a}", "{a,{b}}", "a\\", "\\[", "", "**a", "***"),
    *("${{ a }}[", "${{ '{' }}a,b}"),
)
PLACES = (
    "about: {license: MIT, license_file: [%s]}",
    "build: {files: [%s]}",
    "build: {files: {include: [a], exclude: [%s]}}",
    "build: {files: [{if: win, then: %s}]}",
    "build: {files: [{if: linux, then: %s}]}",
    "build: {always_copy_files: [%s]}",
    "build: {always_include_files: [%s]}",
    "build: {prefix_detection: {ignore: [%s]}}",
    "build: {prefix_detection: {force_file_type: {text: [%s]}}}",
    "build: {dynamic_linking: {rpaths: [%s]}}",
    "build: {dynamic_linking: {rpath_allowlist: [%s]}}",
    "build: {dynamic_linking: {missing_dso_allowlist: [%s]}}",
    "build: {dynamic_linking: {binary_relocation: [%s]}}",
    "build: {python: {skip_pyc_compilation: [%s]}}",
    f"build: {{post_process: [{{files: [%s], regex: a, {REPLACED}}}]}}",
    "source: {path: a, filter: [%s]}",
    "tests: [{package_contents: {files: [%s]}}]",
    "tests: [{package_contents: {lib: {not_exists: [%s]}}}]",
    "tests: [{script: a, files: {recipe: [%s]}}]",
)
OUTPUTS = (
    "{package: {name: y}, inherit: s}",
    "{package: {name: y}, inherit: t}",
    "{package: {name: y}, inherit: ''}",
    "{package: {name: y}, inherit: \"${{ 't' }}\"}",
    "{package: {name: y}, inherit: {from: t}}",
    "{package: {name: y}, inherit: {from: s, run_exports: false}}",
    "{package: {name: y}, inherit: {from: s, run_exports: maybe}}",
    "{package: {name: y}, inherit: {from: s, run_exports: '${{ true }}'}}",
    "{package: {name: y}, inherit: {from: ''}}",
    "{package: {name: y}, inherit: {run_exports: false}}",
    "{package: {name: y}, inherit: t, build: {skip: true}}",
    "{package: {name: y}, inherit: y}",
    "{staging: {name: t}, inherit: s}",
    "{staging: {name: t}, source: {url: abc}}",
    "{staging: {name: t}, source: {path: a, filter: ['[']}}",
)


def quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def cases() -> list[str]:
    tables = (*WORDS.items(), *((place, GLOBS) for place in PLACES))
    made = [ALONE + place % quoted(word) for place, words in tables for word in words]
    top = "recipe: {name: x, version: '1'}\n\noutputs: [{staging: {name: s}}, %s]"
    return [*made, *(top % output for output in OUTPUTS)]


def is_taken_by_rattler_build(text: str) -> bool:
    platform = rb.PlatformConfig(
        **dict.fromkeys(("target_platform", "host_platform", "build_platform"), HERE.host.subdir),
        experimental=True,
    )
    try:
        recipe = rattler_recipe(text)
        recipe.render(rb.VariantConfig({}), rb.RenderConfig(platform=platform))
    except rb.RattlerBuildError:
        return False
    return True


@pytest.mark.parametrize("text", cases(), ids=lambda text: text.split("\n", 2)[2])
def test_a_value_is_taken_or_refused_as_by_rattler_build(text: str) -> None:
    if is_taken_by_rattler_build(text):
        evaluate(parse_recipe(text), HERE, {})
        return
    with pytest.raises(RecipeError) as caught:
        evaluate(parse_recipe(text), HERE, {})
    # Each stands on the third line, and the caret is on it.
    assert [each.span.line for each in caught.value.diagnostics if each.span][:1] == [3]


def test_what_every_output_inherits_is_noted_once() -> None:
    text = (
        "recipe: {name: x, version: '1'}\nabout: {license: FOO}\n"
        "outputs: [{package: {name: y}}, {package: {name: z}}]\n"
    )
    with pytest.raises(RecipeError) as caught:
        evaluate(parse_recipe(text), HERE, {})
    (found,) = caught.value.diagnostics
    assert found.message == "`FOO` is no SPDX expression"


def test_an_unknown_staging_output_may_be_meant_to_be_another() -> None:
    text = (
        "recipe: {name: x, version: '1'}\noutputs:\n  - staging: {name: libs}\n"
        "  - package: {name: y}\n    inherit: lib\n"
    )
    with pytest.raises(RecipeError) as caught:
        evaluate(parse_recipe(text), HERE, {})
    (found,) = caught.value.diagnostics
    assert (found.message, found.hint) == (
        "there is no staging output `lib`",
        "did you mean 'libs'?",
    )
    assert found.span is not None
    assert (found.span.line, found.span.column, found.span.length) == (5, 14, 3)


@pytest.mark.parametrize(
    "section",
    [
        "build: {files: ['${{ key }}']}",
        "build: {always_copy_files: ['${{ key }}']}",
        "build: {dynamic_linking: {rpaths: ['${{ key }}']}}",
        "build: {dynamic_linking: {missing_dso_allowlist: [{if: key == '1', then: a}]}}",
        "build: {merge_build_and_host_envs: \"${{ key == '1' }}\"}",
        "source: {path: a, filter: ['${{ key }}']}",
        "source: {git: a, depth: '${{ key }}'}",
    ],
)
def test_what_stage_1_has_no_field_for_reads_variant_keys(section: str) -> None:
    text = f"package: {{name: x, version: '1'}}\n{section}\n"
    rendered = rattler_recipe(text).render(rb.VariantConfig({"key": ["1", "2"]}))
    assert len(rendered) == 2
    [output] = evaluate(parse_recipe(text), HERE, {"key": "1"})
    assert output.used == {"key"}
