"""A recipe that lints clean really cross-builds, and the mistakes that are fixed really broke it.

Five small projects, each with one mistake, are built for linux-aarch64 as they are, and again
after `lint` has corrected them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from condax.build import BuildOptions, BuildReport, RunTests, build
from condax.build.report import JobState
from condax.cli.main import main
from condax.lint import lint
from condax.platforms import current_platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("cross-build")]

RECIPE = """\
package:
  name: {name}
  version: 1.0.0

source:
  path: source

build:
  number: 0

requirements:
  build:
    - ${{{{ compiler("c") }}}}
    - ${{{{ stdlib("c") }}}}
    - make
    - cmake

tests:
  - package_contents:
      files:
        exists:
          - bin/hello

about:
  homepage: https://example.org/
  license: MIT
  license_file: LICENSE
  summary: Says hello

extra:
  recipe-maintainers:
    - someone
"""
HELLO = '#include <stdio.h>\nint main(void) { return puts("hello") < 0; }\n'
MAKEFILE = """\
hello: hello.c
\t$(CC) $(CFLAGS) $(FLAGS_$(MACHINE)) $(LDFLAGS) -o $@ hello.c
install: hello
\tmkdir -p $(PREFIX)/bin
\tcp hello $(PREFIX)/bin/
FLAGS_x86_64 = -msse4.2
"""
CONFIGURE = """\
#!/bin/sh
for option; do
  case $option in --host=*) host=${option#--host=};; esac
done
printf 'CC = %s-cc\\n' "${host:-$host_alias}" | cat - Makefile.in > Makefile
"""
CMAKE = """\
cmake_minimum_required(VERSION 3.10)
project(hello C)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  add_compile_options(-msse4.2)
endif()
add_executable(hello hello.c)
install(TARGETS hello DESTINATION bin)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    rule: str
    script: str
    files: tuple[tuple[str, str], ...] = (("Makefile", MAKEFILE),)


MISTAKES = (
    Mistake(
        rule="hardcoded-compiler",
        script='make CC=gcc CFLAGS= LDFLAGS= PREFIX="$PREFIX" install\n',
    ),
    Mistake(
        rule="native-cpu-flag",
        script='export CFLAGS="$CFLAGS -march=native"\nmake PREFIX="$PREFIX" install\n',
    ),
    Mistake(
        rule="build-machine-name",
        script='make MACHINE=$(uname -m) PREFIX="$PREFIX" install\n',
    ),
    Mistake(
        rule="cmake-without-arguments",
        script='cmake -S . -B build -DCMAKE_INSTALL_PREFIX="$PREFIX"\ncmake --build build\n'
        "cmake --install build\n",
        files=(("CMakeLists.txt", CMAKE),),
    ),
    Mistake(
        rule="hardcoded-triplet",
        script="chmod +x configure\n./configure --build=$BUILD --host=x86_64-conda-linux-gnu\n"
        'make CFLAGS= LDFLAGS= PREFIX="$PREFIX" install\n',
        files=(("configure", CONFIGURE), ("Makefile.in", MAKEFILE)),
    ),
)


def write_recipe(root: Path, mistake: Mistake) -> None:
    folder = root / mistake.rule
    source = folder / "source"
    source.mkdir(parents=True)
    (folder / "recipe.yaml").write_text(RECIPE.format(name=mistake.rule), encoding="utf-8")
    (folder / "build.sh").write_text(f"#!/bin/bash\nset -e\n{mistake.script}", encoding="utf-8")
    for name, text in (("hello.c", HELLO), ("LICENSE", "MIT\n"), *mistake.files):
        (source / name).write_text(text, encoding="utf-8")


def built(root: Path, output: Path, cache: Path, env: Mapping[str, str]) -> BuildReport:
    options = BuildOptions(
        recipes=(root,),
        targets=(get_platform("linux-aarch64"),),
        build_platform=current_platform(),
        output_dir=output,
        cache_dir=cache,
        cpu_count=2,
        jobs=2,
        test=RunTests.SKIP,
    )
    return build(options, env=env)


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    found: dict[str, list[str]]
    before: dict[str, JobState]
    left: list[str]
    after: dict[str, JobState]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, toolchain_cache: Path) -> Story:
    """Linted, built, corrected, linted and built again."""
    base = tmp_path_factory.mktemp("lint")
    root, env = base / "recipes", {**os.environ, "RATTLER_CACHE_DIR": str(base / "rattler")}
    for mistake in MISTAKES:
        write_recipe(root, mistake)
    found = {each.rule: [d.name for d in lint(root / each.rule).diagnostics] for each in MISTAKES}
    before = built(root, base / "before", toolchain_cache, env)
    assert main(["lint", "--fix", str(root)]) == 0
    left = [each.name for each in lint(root).diagnostics]
    after = built(root, base / "after", toolchain_cache, env)
    return Story(
        found=found,
        before={job.name: job.state for job in before.jobs},
        left=left,
        after={job.name: job.state for job in after.jobs},
    )


@pytest.mark.parametrize("rule", [each.rule for each in MISTAKES])
def test_the_mistake_is_what_lint_finds(story: Story, rule: str) -> None:
    assert story.found[rule] == [rule]


@pytest.mark.parametrize("rule", [each.rule for each in MISTAKES])
def test_the_broken_recipe_does_not_become_a_package(story: Story, rule: str) -> None:
    assert story.before[rule] is JobState.FAILED


def test_nothing_is_left_to_lint_after_the_fixes(story: Story) -> None:
    assert story.left == []


@pytest.mark.parametrize("rule", [each.rule for each in MISTAKES])
def test_the_fixed_recipe_becomes_a_package(story: Story, rule: str) -> None:
    assert story.after[rule] is JobState.BUILT
