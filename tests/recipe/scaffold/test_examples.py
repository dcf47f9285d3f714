"""The examples of conda-forge's page on cross-compilation, as the library writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rattler_build as rb
from tests.recipe.test_differential import specs, specs_of

from condax.lint import lint
from condax.platforms import Platforms, get_platform
from condax.recipe.emit import FILE_NAMES
from condax.recipe.evaluate import evaluate
from condax.recipe.model import About, PythonTest, RecipeFormat, Source
from condax.recipe.parse import parse_recipe
from condax.recipe.scaffold import (
    Draft,
    Need,
    Project,
    autotools_recipe,
    cargo_recipe,
    cmake_numpy_recipe,
    cmake_recipe,
    configure_recipe,
    go_recipe,
    makefile_recipe,
    maturin_recipe,
    meson_recipe,
    mpi_recipe,
    perl_configure_recipe,
    python_recipe,
    r_recipe,
)
from condax.recipe.scaffold.makefile import SharedLibrary
from condax.recipe.scaffold.parts import command_test, link_test
from condax.recipe.values import Text, leaves
from condax.system.files import write_tree

if TYPE_CHECKING:
    from tests.conftest import Golden

GOLDEN = Path(__file__).parent / "golden"
SOURCE = Source(
    url=(Text(value="https://example.org/simple-${{ version }}.tar.gz"),),
    sha256=Text(value="1" * 64),
)
ABOUT = About(
    homepage=Text(value="https://example.org/"),
    license=Text(value="MIT"),
    license_file=(Text(value="LICENSE"),),
    summary=Text(value="An example"),
)
LIBRARY = Project(
    name="simple",
    version="1.10",
    source=SOURCE,
    about=ABOUT,
    tests=(link_test("simple"),),
    is_library=True,
)


def needs(*names: str, imported: tuple[str, ...] = ()) -> tuple[Need, ...]:
    return tuple(Need(name=name, is_imported=name in imported) for name in names)


def project(**changes: object) -> Project:
    from dataclasses import replace

    plain = replace(LIBRARY, tests=(command_test("simple --help"),), is_library=False)
    return replace(plain, **changes)  # type: ignore[arg-type]


VARIANT = {
    "c_compiler": "gcc",
    "c_stdlib": "sysroot",
    "mpi": "openmpi",
    "python": "3.13",
    "r_base": "4.4",
}
IMPORTS = (PythonTest(imports=(Text(value="simple"),)),)

EXAMPLES: dict[str, Draft] = {
    "autotools": autotools_recipe(
        project(
            check="check",
            tests=LIBRARY.tests,
            is_library=True,
            needs=needs("pkg-config", "zlib"),
            config_scripts=("build-aux", "."),
            options=("--disable-static",),
        )
    ),
    "cmake": cmake_recipe(project(languages=("cxx",), check="ctest", options=("-DTESTS=ON",))),
    "meson": meson_recipe(project(languages=("c", "cxx"), check="meson test")),
    "cython-numpy": python_recipe(
        project(
            languages=("c", "cython"),
            needs=needs("cython", "numpy", "setuptools"),
            tests=IMPORTS,
        )
    ),
    "meson-python": python_recipe(
        project(needs=needs("meson-python", "pybind11"), languages=("cxx",), tests=IMPORTS)
    ),
    "pure-python": python_recipe(
        project(
            languages=(),
            tests=IMPORTS,
            needs=(
                Need(name="hatchling"),
                Need(name="click", run_constraint=">=8", is_imported=True),
            ),
        ),
        entry_points=("simple = simple:main",),
    ),
    "mpi": mpi_recipe(project(check="ctest")),
    "cmake-numpy": cmake_numpy_recipe(
        project(languages=("cxx",), needs=needs("python", "numpy", imported=("numpy",)))
    ),
    "r": r_recipe(project(languages=("c", "cxx"), needs=needs("r-rcpp"))),
    "maturin": maturin_recipe(project(languages=("rust",), tests=IMPORTS)),
    "cargo": cargo_recipe(project(languages=("rust",), check="cargo test")),
    "go": go_recipe(project(check="go test ./...")),
    "makefile": makefile_recipe(
        project(check="test", options=('CC="$CC"', 'CFLAGS="$CFLAGS -DX"')),
        targets=("simple",),
        shared=SharedLibrary(makefile="Makefile-so", soname="libs.so.1", file="libs.so.1.0"),
    ),
    "own-configure": configure_recipe(project(check="check", options=("--shared",))),
    "perl-configure": perl_configure_recipe(project(options=("shared", "no-tests"))),
}


@pytest.mark.golden
@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("format_", list(RecipeFormat), ids=lambda each: each.value)
def test_an_example_is_written_as_a_maintainer_would(
    golden: Golden, name: str, format_: RecipeFormat
) -> None:
    for file, text in EXAMPLES[name].tree(format_).items():
        golden(f"{name}/{file}", text)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_v1_example_reads_back_as_the_model_it_was(name: str) -> None:
    draft = EXAMPLES[name]
    assert parse_recipe(draft.tree()["recipe.yaml"]) == draft.recipe


@pytest.mark.parametrize("host", ["linux-64", "linux-aarch64", "linux-ppc64le"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_both_formats_mean_the_same(name: str, host: str) -> None:
    here, there = get_platform("linux-64"), get_platform(host)
    platforms = Platforms(build=here, host=there, target=there)
    outputs = [
        evaluate(parse_recipe(EXAMPLES[name].tree(format_)[file], file), platforms, VARIANT)
        for format_, file in FILE_NAMES.items()
    ]
    (v1,), (v0,) = outputs
    assert (v1.name, v1.version, v1.noarch) == (v0.name, v0.version, v0.noarch)
    for section in ("build", "host", "run"):
        said = [
            [requirement.text for requirement in getattr(output.requirements, section)]
            for output in (v1, v0)
        ]
        assert said[0] == said[1]
    exported = [output.requirements.run_exports.weak for output in (v1, v0)]
    assert [each.name for each in exported[0]] == [each.name for each in exported[1]]


@pytest.mark.parametrize("format_", list(RecipeFormat), ids=lambda each: each.value)
def test_the_linter_has_nothing_to_say(tmp_path: Path, format_: RecipeFormat) -> None:
    for name, draft in EXAMPLES.items():
        write_tree(tmp_path / name, draft.tree(format_))
    report = lint(tmp_path)
    assert len(report.folders) == len(EXAMPLES)
    assert [diagnostic.message for diagnostic in report.diagnostics] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_rattler_build_renders_it_when_crossing(tmp_path: Path, name: str) -> None:
    write_tree(tmp_path, EXAMPLES[name].tree())
    config = rb.RenderConfig(
        platform=rb.PlatformConfig(
            build_platform="linux-64",
            host_platform="linux-aarch64",
            target_platform="linux-aarch64",
        )
    )
    variants = rb.VariantConfig({key: [value] for key, value in KEYS.items()})
    (rendered,) = rb.Stage0Recipe.from_file(tmp_path / "recipe.yaml").render(variants, config)
    table = rendered.recipe.to_dict()
    here, there = get_platform("linux-64"), get_platform("linux-aarch64")
    platforms = Platforms(build=here, host=there, target=there)
    (ours,) = evaluate(parse_recipe(EXAMPLES[name].tree()["recipe.yaml"]), platforms, KEYS)
    for section in ("build", "host", "run"):
        found = table.get("requirements", {}).get(section)
        assert specs_of(found) == specs(getattr(ours.requirements, section)), section


KEYS = {
    **VARIANT,
    "c_compiler": "gcc",
    "cxx_compiler": "gxx",
    "fortran_compiler": "gfortran",
    "rust_compiler": "rust",
    "python_min": "3.10",
}


@pytest.mark.parametrize("name", [n for n in EXAMPLES if n not in {"pure-python", "go"}])
def test_whatever_compiles_says_its_libc(name: str) -> None:
    build = [text.value for text in leaves(EXAMPLES[name].recipe.requirements.build)]
    assert '${{ stdlib("c") }}' in build


def test_every_golden_folder_has_its_example() -> None:
    assert sorted(p.name for p in GOLDEN.iterdir()) == sorted(EXAMPLES)
