"""Silencing, fixing until nothing changes, and what cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.lint.engine import lint_texts
from condax.lint.folder import RecipeFolder
from condax.lint.registry import SAFE, UNSAFE, all_rules

if TYPE_CHECKING:
    from tests.lint.conftest import MakeFolder

RULES = [each for each in all_rules() if not each.online]
V0_HEAD = "package:\n  name: a\n  version: '1'\nbuild:\n  number: 0\n"
V0_TAIL = (
    "test:\n  commands:\n    - a\nabout:\n  home: https://example.org/\n  license: MIT\n"
    "  license_file: LICENSE\n  summary: A\nextra:\n  recipe-maintainers:\n    - someone\n"
)
NO_STDLIB = 'requirements:\n  build:\n    - ${{ compiler("c") }}'


def names(make_folder: MakeFolder, **files: str) -> list[str]:
    texts = {name.replace("_", "."): text for name, text in files.items()}
    return [each.name for each in lint_texts(make_folder(texts), RULES).diagnostics]


@pytest.mark.parametrize(
    "recipe",
    [
        f"{NO_STDLIB}  # condax: ignore[missing-stdlib]\n",
        f"{NO_STDLIB}  # condax: ignore[CX203]\n",
        f"{NO_STDLIB}  # condax: ignore[CX2]\n",
        f"{NO_STDLIB}  # condax: ignore[missing-]\n",
        f"{NO_STDLIB}  # linked statically, condax: ignore[missing-stdlib]\n",
        NO_STDLIB.replace("    -", "    # condax: ignore[missing-stdlib]\n    -") + "\n",
    ],
    ids=["name", "code", "beginning", "beginning-of-a-name", "with-reason", "line-above"],
)
def test_a_comment_silences_a_rule_on_its_line(make_folder: MakeFolder, recipe: str) -> None:
    assert names(make_folder, recipe_yaml=recipe) == []


def test_a_comment_elsewhere_silences_nothing_and_is_reported(make_folder: MakeFolder) -> None:
    recipe = f"build:\n  number: 0  # condax: ignore[missing-stdlib]\n{NO_STDLIB}\n"
    assert sorted(names(make_folder, recipe_yaml=recipe)) == ["missing-stdlib", "unused-ignore"]


def test_a_misspelt_name_is_reported(make_folder: MakeFolder) -> None:
    recipe = "build:\n  number: 0  # condax: ignore[missing-stdlip]\n"
    (found,) = lint_texts(make_folder({"recipe.yaml": recipe}), RULES).diagnostics
    assert found.message == "there is no rule 'missing-stdlip'"


def test_comments_work_in_scripts(make_folder: MakeFolder) -> None:
    script = "make\nmake check  # condax: ignore[unguarded-tests]\n"
    assert names(make_folder, build_sh=script) == []


V0_REQUIREMENTS = "requirements:\n  build:\n    - {{ compiler('c') }}"


@pytest.mark.parametrize(
    "recipe",
    [
        f"{V0_REQUIREMENTS}  # condax: ignore=missing-stdlib\n",
        f"{V0_REQUIREMENTS}  # [unix]  # condax: ignore=CX203,CX204\n",
        f"{V0_REQUIREMENTS}  # condax: ignore[CX203] [unix]\n",
        V0_REQUIREMENTS.replace("    -", "    # condax: ignore[missing-stdlib]\n    -") + "\n",
    ],
    ids=["alone", "after-a-selector", "before-a-selector", "line-above"],
)
def test_a_comment_that_is_no_selector_works_in_v0(make_folder: MakeFolder, recipe: str) -> None:
    found = names(make_folder, meta_yaml=V0_HEAD + recipe + V0_TAIL)
    assert "missing-stdlib" not in found


@pytest.mark.parametrize("before", ["", "# [unix]  "])
def test_a_comment_that_conda_build_takes_for_a_selector(
    make_folder: MakeFolder, before: str
) -> None:
    recipe = f"{V0_REQUIREMENTS}\n    - zlib  {before}# condax: ignore[CX204]\n"
    folder = make_folder({"meta.yaml": V0_HEAD + recipe + V0_TAIL})
    found = [each for each in lint_texts(folder, RULES).diagnostics if each.name == "unused-ignore"]
    assert [each.hint for each in found] == [
        "write `condax: ignore=CX204`, or the comment above the line"
    ]
    assert "drops the line" in found[0].message


@pytest.mark.parametrize("names_", ["missing-", "library-in-build", "CX203, CX204"])
def test_a_comment_that_is_a_broken_selector(make_folder: MakeFolder, names_: str) -> None:
    recipe = f"{V0_REQUIREMENTS}  # condax: ignore[{names_}]\n"
    (found,) = lint_texts(make_folder({"meta.yaml": V0_HEAD + recipe}), RULES).diagnostics
    assert (found.code, found.hint) == (
        "CR104",
        f"write `condax: ignore={names_.replace(' ', '')}`, or the comment above the line",
    )


@pytest.mark.parametrize(
    ("selector", "shown"),
    [
        ("  #\N{NO-BREAK SPACE} [unix]", "only looks like a space"),
        (" # [unix]", "`  # [condition]`"),
    ],
)
def test_what_nothing_shows_is_named(make_folder: MakeFolder, selector: str, shown: str) -> None:
    recipe = f"requirements:\n  host:\n    - zlib{selector}\n"
    folder = make_folder({"meta.yaml": V0_HEAD + recipe + V0_TAIL})
    (found,) = [d for d in lint_texts(folder, RULES).diagnostics if d.name == "untidy-selector"]
    assert shown in found.message


def test_an_ignore_of_a_rule_that_does_not_run_is_not_unused(make_folder: MakeFolder) -> None:
    recipe = f"{NO_STDLIB}  # condax: ignore[missing-stdlib]\n"
    others = [each for each in RULES if each.name != "missing-stdlib"]
    assert lint_texts(make_folder({"recipe.yaml": recipe}), others).diagnostics == ()


@pytest.mark.parametrize(
    "comment", ["ignore", "ignore: missing-stdlib", "ignore [missing-stdlib]", "ignore[]"]
)
def test_a_comment_without_a_name_is_reported(make_folder: MakeFolder, comment: str) -> None:
    recipe = f"build:\n  number: 0  # condax: {comment}\n"
    (found,) = lint_texts(make_folder({"recipe.yaml": recipe}), RULES).diagnostics
    assert found.name == "unused-ignore"
    assert "`ignore[missing-stdlib]`" in found.hint


def test_a_beginning_is_unused_only_if_all_it_means_has_run(make_folder: MakeFolder) -> None:
    folder = make_folder({"recipe.yaml": "build:\n  number: 0  # condax: ignore[CX2]\n"})
    assert [each.name for each in lint_texts(folder, RULES).diagnostics] == ["unused-ignore"]
    some = [each for each in RULES if each.name != "missing-stdlib"]
    assert lint_texts(folder, some).diagnostics == ()


def test_commands_for_another_interpreter_are_no_shell_script(make_folder: MakeFolder) -> None:
    recipe = (
        "build:\n  number: 0\n  script:\n    interpreter: nu\n    content: |\n"
        "      make check\n      if $nu.os-info.name == 'linux' { ^uname -m }\n"
    )
    assert names(make_folder, recipe_yaml=recipe) == []
    assert names(make_folder, recipe_yaml=recipe.replace(" nu", " bash"))


@pytest.mark.parametrize(
    "name", ["lint_stdlib", "missing-stdlib", "missing_stdlib", "CX203", "CX2", "missing-"]
)
def test_linter_skip_of_conda_forge_yml_is_respected(make_folder: MakeFolder, name: str) -> None:
    files = {
        "recipe.yaml": f"{NO_STDLIB}\n",
        "../conda-forge.yml": f"linter:\n  skip:\n    - {name}\n",
        "../.ci_support/linux_64_.yaml": "c_compiler:\n- gcc\n",
    }
    assert lint_texts(make_folder(files), RULES).diagnostics == ()


def test_fixes_of_several_rules_are_made_in_rounds(make_folder: MakeFolder) -> None:
    folder = make_folder(
        {
            "recipe.yaml": f"{NO_STDLIB}\n  host:\n    - python\n    - pip\n  run:\n    - python\n",
            "build.sh": "$PYTHON -m pip install .\n",
        }
    )
    report = lint_texts(folder, RULES, fix=SAFE)
    assert (report.diagnostics, report.fix_count) == ((), 3)
    assert report.fixed["build.sh"] == "$PYTHON -m pip install . --no-deps --no-build-isolation\n"
    assert report.fixed["recipe.yaml"].split("requirements:\n")[1].split("tests:")[0] == (
        "  build:\n"
        "    - if: build_platform != host_platform\n"
        "      then:\n"
        "        - python\n"
        "        - cross-python_${{ host_platform }}\n"
        '    - ${{ compiler("c") }}\n'
        '    - ${{ stdlib("c") }}\n'
        "  host:\n"
        "    - python\n"
        "    - pip\n"
        "  run:\n"
        "    - python\n"
    )


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("make all check install", "make all install"),
        ("make check install", "make install"),
        ("ninja test all", "ninja all"),
        ("make all test && touch done", "; else make all; fi && touch done"),
        ("make all \\\n  check", "; else make all; fi"),
        ("make all \\\n  check \\\n  V=1", "; else make all \\\n  V=1; fi"),
        ("f() {\n  make all check\n}\nf", "else\n    make all\n"),
        ("cmake --build b --target all --target check", "cmake --build b --target all"),
    ],
)
def test_no_guard_takes_the_build_away(line: str, stays: str, make_folder: MakeFolder) -> None:
    folder = make_folder({"build.sh": f"{line}\n"})
    assert "CX305" in {found.code for found in lint_texts(folder, RULES).diagnostics}
    fixed = lint_texts(folder, RULES, fix=SAFE).fixed.get("build.sh", line)
    assert stays in fixed


def test_a_glibc_is_judged_for_the_platforms_that_are_built(make_folder: MakeFolder) -> None:
    variants = "c_stdlib_version:\n  - if: linux\n    then: '2.17'\n"
    files = {"build.sh": "make\n", "variants.yaml": variants}
    assert lint_texts(make_folder(files), RULES).diagnostics == ()
    forge = {"../conda-forge.yml": "build_platform:\n  linux_riscv64: linux_64\n"}
    files |= forge | {"../.ci_support/linux_64_.yaml": "c_compiler:\n- gcc\n"}
    (found,) = lint_texts(make_folder(files), RULES).diagnostics
    assert (found.name, found.fix) == ("old-glibc-version", None)
    assert found.message == "glibc 2.17 is older than 2.39, the oldest for linux-riscv64"


def test_a_configuration_that_only_libyaml_reads_is_not_edited(make_folder: MakeFolder) -> None:
    forge = "build_platform:\n  linux_64:\tlinux_64\n"
    files = {"../conda-forge.yml": forge, "../.ci_support/linux_64_.yaml": "c_compiler:\n- gcc\n"}
    (found,) = lint_texts(make_folder(files), RULES).diagnostics
    assert (found.name, found.fix) == ("redundant-build-platform", None)


def test_unsafe_fixes_are_only_made_when_asked_for(make_folder: MakeFolder) -> None:
    folder = make_folder({"build.sh": "$PYTHON setup.py install\n"})
    assert lint_texts(folder, RULES, fix=SAFE).fixed == {}
    assert "pip install" in lint_texts(folder, RULES, fix=UNSAFE).fixed["build.sh"]


def test_a_finding_can_ask_for_more_care_than_its_rule(make_folder: MakeFolder) -> None:
    script = "curl -O https://example.org/tool-$(uname -m)\nmake ARCH=$(uname -m)\n"
    folder = make_folder({"build.sh": script})
    told = script.replace("ARCH=$(uname -m)", "ARCH=${HOST%%-*}")
    found = lint_texts(folder, RULES).diagnostics
    assert [each.fix for each in found] == ["unsafe", "safe"]
    assert lint_texts(folder, RULES, fix=SAFE).fixed == {"build.sh": told}
    assert lint_texts(folder, RULES, fix=UNSAFE).fixed == {
        "build.sh": script.replace("$(uname -m)", "${HOST%%-*}")
    }


@pytest.mark.parametrize(
    "arguments",
    [
        "--build=$(uname -m)-linux-gnu",
        "--build=$BUILD -DCMAKE_HOST_SYSTEM_PROCESSOR=$(uname -m)",
    ],
)
def test_what_is_about_the_build_machine_is_left_to_the_author(
    arguments: str, make_folder: MakeFolder
) -> None:
    script = f'./configure --prefix=$PREFIX --host=$HOST {arguments} CC="$CC"\nmake install\n'
    folder = make_folder({"build.sh": script})
    assert [each.fix for each in lint_texts(folder, RULES).diagnostics] == ["unsafe"]


def test_a_recipe_that_is_no_yaml_is_one_finding(make_folder: MakeFolder) -> None:
    folder = make_folder({"recipe.yaml": "package: [\n"})
    broken = {**folder.files, "recipe.yaml": "package: [\n"}
    report = lint_texts(type(folder)(root=folder.root, recipe="recipe.yaml", files=broken), RULES)
    assert {each.name for each in report.diagnostics} == {"invalid-yaml"}
    assert {each.path for each in report.diagnostics} == {"recipe/recipe.yaml"}


def test_a_finding_quotes_the_recipe_as_it_is_written(make_folder: MakeFolder) -> None:
    part = "requirements:\n  build:\n    - {{ compiler('c') }}\n"
    (found,) = lint_texts(make_folder({"meta.yaml": part}), RULES).diagnostics
    assert found.message == "`{{ compiler('c') }}` needs `stdlib(\"c\")` beside it"
    assert found.hint == 'add `{{ stdlib("c") }}` to `build`'


@pytest.mark.parametrize(
    "condition",
    [
        '[[ "$CONDA_BUILD_CROSS_COMPILATION" != 1 ]] || [[ $target_platform == linux-* ]]',
        '[[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]',
    ],
)
def test_tests_that_an_author_runs_in_cross_builds_need_a_look(
    make_folder: MakeFolder, condition: str
) -> None:
    script = f"make\nif {condition}; then\n  make check\nfi\n"
    (found,) = lint_texts(make_folder({"build.sh": script}), RULES).diagnostics
    assert (found.name, found.fix) == ("unguarded-tests", "unsafe")
    assert found.hint.endswith("with an emulator, if that was meant)")


def test_a_finding_has_its_place_and_its_page(make_folder: MakeFolder) -> None:
    (found,) = lint_texts(make_folder({"build.sh": "make\n  make check\n"}), RULES).diagnostics
    assert found.span is not None
    assert (found.path, found.span.line, found.span.column, found.span.length) == (
        "recipe/build.sh",
        2,
        3,
        len("make check"),
    )
    assert found.source_line == "  make check"
    assert (found.fix, (found.url or "").rpartition("/")[2]) == ("safe", "CX305.md")


@pytest.mark.parametrize(
    "script",
    [
        "conda inspect linkages a > log; grep libz log\n",
        "conda inspect linkages a >> log\n",
        "conda inspect linkages a 2>&1 | tee log\ngrep libz log\n",
        "{ conda inspect linkages a; } > log\n",
        "if true; then conda inspect linkages a; fi > log\n",
        "inspected() { conda inspect linkages a; } > log\ninspected\n",
        "for each in a b; do\n  conda inspect linkages $each\ndone > log\n",
    ],
)
def test_an_inspection_that_leaves_a_file_is_left_to_the_author(
    make_folder: MakeFolder, script: str
) -> None:
    recipe = "tests:\n  - script: run_test.sh\n"
    folder = make_folder({"recipe.yaml": recipe, "run_test.sh": script})
    report = lint_texts(folder, RULES, fix=UNSAFE)
    assert ([each.name for each in report.diagnostics], report.fixed) == (["conda-inspect"], {})


@pytest.mark.parametrize(
    ("condition", "version", "variants", "is_fixed"),
    [
        ("osx and arm64", "13.0", "", False),
        ("osx and arm64", "11.0", "", True),
        ("osx", "13.0", "", True),
        ("osx", "13.0", 'c_stdlib_version:\n  - if: osx and arm64\n    then: "12.0"\n', False),
        ("osx", "13.0", 'c_stdlib_version: [{if: linux, then: "2.28"}]\n', False),
    ],
)
def test_a_macos_version_is_moved_where_it_means_the_same(
    make_folder: MakeFolder, condition: str, version: str, variants: str, *, is_fixed: bool
) -> None:
    recipe = (
        'requirements:\n  build:\n    - ${{ compiler("c") }}\n    - ${{ stdlib("c") }}\n'
        f"  run:\n    - if: {condition}\n      then: __osx >={version}\n"
    )
    files = {"recipe.yaml": recipe, **({"variants.yaml": variants} if variants else {})}
    report = lint_texts(make_folder(files), RULES, fix=UNSAFE)
    assert ("recipe.yaml" in report.fixed, report.diagnostics == ()) == (is_fixed, is_fixed)


def test_a_guard_goes_around_a_whole_pipeline(make_folder: MakeFolder) -> None:
    folder = make_folder({"build.sh": "make check \\\n  VERBOSE=1 2>&1 | tee log\n"})
    assert lint_texts(folder, RULES, fix=SAFE).fixed["build.sh"].splitlines()[1:] == [
        "  make check \\",
        "    VERBOSE=1 2>&1 | tee log",
        "fi",
    ]


def test_a_guard_in_the_recipe_stays_on_its_line(make_folder: MakeFolder) -> None:
    recipe = "build:\n  number: 0\n  script:\n    - make\n    - make check\n    - make install\n"
    recipe = recipe.replace("  script:", "  skip: win\n  script:")
    fixed = lint_texts(make_folder({"recipe.yaml": recipe}), RULES, fix=SAFE).fixed["recipe.yaml"]
    assert (
        '    - if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1"'
        ' || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then make check; fi\n'
    ) in fixed


@pytest.mark.parametrize(
    ("name", "files"),
    [
        (
            "computed-name-of-a-pin",
            {
                "recipe.yaml": f"{NO_STDLIB}\n"
                '    - ${{ stdlib("c") }}\n  run_exports:\n'
                '    - ${{ pin_subpackage("lib-" ~ flavour) }}\n'
            },
        ),
        (
            "tolerated-behind-a-redirection",
            {"build.sh": '"$PREFIX/bin/tool" --man > tool.1 || true\n'},
        ),
        (
            "native-build-first",
            {
                "build.sh": "export CC=$CC_FOR_BUILD\n"
                'export PKG_CONFIG_PATH="$BUILD_PREFIX/lib/pkgconfig"\nmake tools\n'
            },
        ),
        (
            "output-that-builds-nothing",
            {
                "recipe.yaml": "requirements:\n  host:\n    - python\n  run:\n    - python\n",
            },
        ),
        (
            "operator-of-jinja",
            {
                "meta.yaml": f"{V0_HEAD}requirements:\n  run_constrained:\n"
                '    - lib {{ major ~ "." ~ minor }}\n' + V0_TAIL
            },
        ),
        (
            "limit-for-one-variant",
            {
                "recipe.yaml": "build:\n  number: 0\nrequirements:\n  host:\n    - python\n"
                "    - if: win\n      then: python >=3.14.1\n  run:\n    - python\n"
            },
        ),
        ("configured-again", {"build.sh": 'cd build\ncmake "-UPython*" -DPYTHON=ON $SRC_DIR\n'}),
        (
            "options-in-an-array",
            {
                "build.sh": "options=(\n  --build=$BUILD\n  --host=$HOST\n)\n"
                './configure "${options[@]}"\nmake\n'
            },
        ),
        ("configure-of-no-autoconf", {"build.sh": "./configure\nbazel build all\n"}),
        ("built-wheel", {"build.sh": "$PYTHON -m pip install $SRC_DIR/dist/a-*.whl\n"}),
        (
            "flags-of-each-machine",
            {"build.sh": 'CFLAGS_linux_64="-march=nocona"\nFEATURES="-msse3"\n'},
        ),
        (
            "noarch-beside-others",
            {
                "meta.yaml": "package:\n  name: a-split\n  version: '1'\nbuild:\n  number: 0\n"
                "outputs:\n  - name: a\n    script: install.sh\n    test:\n      commands:\n"
                "        - a\n"
                "  - name: a-data\n    build:\n      noarch: generic\n    requirements:\n"
                "      run:\n        - __unix  # [unix]\n        - __win  # [win]\n    test:\n"
                "      commands:\n        - a\n" + V0_TAIL[V0_TAIL.index("about") :]
            },
        ),
        (
            "script-without-python",
            {
                "recipe.yaml": "requirements:\n  host:\n    - python\n    - zlib\n  run:\n"
                "    - python\n",
                "build.sh": 'mv "$SRC_DIR"/parts_$PY_VER/* "$PREFIX"/lib/\n',
            },
        ),
        (
            "target-of-a-platform-package",
            {
                "recipe.yaml": "requirements:\n  build:\n"
                "    - if: build_platform != target_platform\n      then: zlib\n"
            },
        ),
        (
            "one-machine-beside-all-of-linux",
            {
                "recipe.yaml": "requirements:\n  host:\n    - if: linux\n      then: libudev\n"
                "    - zlib\n    - if: linux and x86_64\n      then: onednn-threads\n"
            },
        ),
        (
            "operators-in-lower-case",
            {
                "recipe.yaml": "build:\n  number: 0\n  noarch: generic\nrequirements:\n  run:\n"
                "    - tool\nabout:\n  homepage: https://example.org/\n  summary: A\n"
                "  license: BSD-3-Clause and MIT-CMU\n  license_file: LICENSE\n"
            },
        ),
        (
            "configure-of-ffmpeg",
            {"build.sh": "./configure --prefix=$PREFIX --cc=$CC --enable-cross-compile\nmake\n"},
        ),
        (
            "noarch-made-by-one-job",
            {
                "recipe.yaml": "recipe:\n  name: a\n  version: 1.2.3\nbuild:\n  number: 0\n"
                "outputs:\n  - package:\n      name: a\n    tests:\n      - script: a\n"
                "  - package:\n      name: a-data\n    build:\n      noarch: generic\n"
                "      skip: not linux64\n    tests:\n      - script: a\n"
            },
        ),
        (
            "macos-variable-of-linux-builds",
            {
                "recipe.yaml": "build:\n  number: 0\n",
                "conda_build_config.yaml": "MACOSX_DEPLOYMENT_TARGET:  # [linux]\n  - 11.0\n",
            },
        ),
        (
            "keys-of-outputs",
            {
                "meta.yaml": "package:\n  name: a-split\n  version: '1'\nbuild:\n  number: 0\n"
                "outputs:\n  - name: a\n    script: install.sh\n    build:\n"
                "      activate_in_script: true\n    test:\n      script: test.sh\n"
                "      commands:\n        - a\n" + V0_TAIL[V0_TAIL.index("about") :]
            },
        ),
        (
            "pin-of-a-name-in-a-variable",
            {
                "meta.yaml": '{% set name = "Example" %}\npackage:\n  name: {{ name|lower }}\n'
                "  version: 1.2.3\nbuild:\n  number: 0\n  run_exports:\n"
                "    - {{ pin_subpackage('example') }}\n"
            },
        ),
        (
            "text-that-is-a-default",
            {
                "meta.yaml": '{% set python_min = python_min | default("3.11") %}\n'
                "build:\n  number: 0\n"
            },
        ),
        (
            "configure-that-is-made",
            {"build.sh": "pushd code\nmake configure\n./configure --prefix=$PREFIX\n"},
        ),
        (
            "configure-beside-one-in-the-parent",
            {
                "build.sh": "./autogen.sh\n./configure --prefix=$PREFIX\nmake\nmkdir b && cd b\n"
                "../configure --prefix=$PREFIX\n"
            },
        ),
        (
            "libtool-by-a-beginning",
            {
                "meta.yaml": "{% set posix = 'm2-' if win else '' %}\nrequirements:\n  build:\n"
                "    - {{ compiler('c') }}\n    - {{ stdlib('c') }}\n    - {{ posix }}libtool\n",
                "build.sh": "cp $BUILD_PREFIX/share/libtool/build-aux/config.* .\n"
                "./configure --prefix=$PREFIX\n",
            },
        ),
        (
            "package-that-has-the-files",
            {
                "recipe.yaml": "package:\n  name: libtool\n  version: 2.5.4\n"
                'requirements:\n  build:\n    - ${{ compiler("c") }}\n    - ${{ stdlib("c") }}\n',
                "build.sh": "./configure --prefix=$PREFIX\n",
            },
        ),
        (
            "whitespace-control-of-expressions",
            {
                "recipe.yaml": "build:\n  number: 0\n  script:\n    - >-\n      true\n"
                '      ${{- " or" if linux -}}\n'
            },
        ),
        (
            "whitespace-control",
            {
                "meta.yaml": '{% set version = "1" -%}\n'
                "package:\n  name: a\n  version: {{ version }}\n"
                "build:\n  number: 0\ntest:\n  commands:\n    - a\nabout:\n"
                "  home: https://example.org/\n  license: MIT\n  license_file: LICENSE\n"
                "  summary: A\n"
            },
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_was_once_reported_by_mistake(
    make_folder: MakeFolder, name: str, files: dict[str, str]
) -> None:
    assert [each.message for each in lint_texts(make_folder(files), RULES).diagnostics] == []


def test_an_output_that_describes_itself_by_half_is_named() -> None:
    recipe = (
        "package:\n  name: a-split\n  version: '1'\nbuild:\n  number: 0\noutputs:\n"
        "  - name: a\n    test:\n      commands:\n        - a\n    about:\n      summary: A\n"
        f"      license: MIT\n      license_file: LICENSE\n{V0_TAIL[V0_TAIL.index('about') :]}"
    )
    files = {"meta.yaml": recipe, "LICENSE": ""}
    folder = RecipeFolder(root=Path("recipe"), recipe="meta.yaml", files=files)
    (found,) = lint_texts(folder, RULES).diagnostics
    assert found.message == "`about` of 'a' lacks `home`"
    assert found.source_line == "    about:"


def test_a_v0_recipe_with_outputs_has_an_environment_of_its_own(make_folder: MakeFolder) -> None:
    recipe = (
        "package:\n  name: a-split\n  version: '1'\nbuild:\n  number: 0\nrequirements:\n  build:\n"
        "    - {{ compiler('c') }}\n    - make\noutputs:\n  - name: a\n    test:\n"
        "      commands:\n        - a\nabout:\n  home: https://example.org/\n  license: MIT\n"
        "  license_file: LICENSE\n  summary: A\n"
    )
    files = {"meta.yaml": recipe, "build.sh": "make check\n"}
    found = [each.name for each in lint_texts(make_folder(files), RULES).diagnostics]
    assert sorted(found) == ["missing-stdlib", "unguarded-tests"]
