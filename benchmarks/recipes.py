"""What reading and evaluating recipes costs, beside other readers of the same files.

    python benchmarks/recipes.py [--rounds N] [FOLDER]

Reads every recipe below FOLDER, by default the corpus of the tests and `recipes/`. Figures are
processor time of one core in milliseconds a recipe, the best of N rounds.
"""

from __future__ import annotations

import argparse
import io
import time
from pathlib import Path
from typing import TYPE_CHECKING

import rattler_build as rb
import yaml
from ruamel.yaml import YAML

from condax.platforms import Platforms
from condax.platforms.table import LINUX_64, LINUX_PPC64LE
from condax.recipe.evaluate import evaluate
from condax.recipe.grammar import parse_expression
from condax.recipe.parse import parse_recipe
from condax.recipe.template import parse_template
from condax.recipe.v0 import sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parent.parent
CROSS = Platforms(build=LINUX_64, host=LINUX_PPC64LE, target=LINUX_PPC64LE)
REFUSED = ("anchors.recipe.yaml", "empty-sections.recipe.yaml")
"""Recipes of the corpus that rattler-build does not read."""
VARIANT: dict[str, str | int | bool] = {
    "c_compiler_version": "14",
    "c_stdlib": "sysroot",
    "c_stdlib_version": "2.17",
    "cuda_compiler_version": "None",
    "freethreading": "no",
    "is_abi3": False,
    "is_python_min": True,
    "megabuild": True,
    "mpi": "openmpi",
    "numpy": "2.2",
    "python": "3.12.* *_cpython",
    "python_impl": "cpython",
    "python_min": "3.10",
    "r_base": "4.4",
}


def load(folders: Sequence[Path], ending: str) -> dict[Path, str]:
    """Path and text of every recipe whose name ends so."""
    paths = sorted(p for folder in folders for p in folder.rglob("*") if p.name.endswith(ending))
    return {p: p.read_bytes().decode() for p in paths if p.name not in REFUSED}


def milliseconds(
    work: Callable[[Path, str], object], recipes: dict[Path, str], rounds: int
) -> float:
    """Processor time a recipe, the best of all rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for path, text in recipes.items():
            work(path, text)
        best = min(best, time.process_time() - start)
    return best / len(recipes) * 1000


def forget() -> None:
    """Empty every cache, as if no recipe had been read before."""
    parse_expression.cache_clear()
    parse_template.cache_clear()
    sandbox.compiled.cache_clear()


def parsed_and_evaluated(path: Path, text: str) -> object:
    """Both stages for one platform pair."""
    return evaluate(parse_recipe(text, path.name), CROSS, VARIANT)


def without_caches(path: Path, text: str) -> object:
    """The same for a recipe that has no expression in common with any other."""
    forget()
    return parsed_and_evaluated(path, text)


def by_rattler_build(path: Path, _: str) -> object:
    """rattler-build's stage 0 and its render for the same pair and variant."""
    platform = rb.PlatformConfig(
        target_platform=CROSS.host.subdir,
        host_platform=CROSS.host.subdir,
        build_platform=CROSS.build.subdir,
        experimental=True,
    )
    variants = rb.VariantConfig({key: [value] for key, value in VARIANT.items()})
    return rb.Stage0Recipe.from_file(path).render(variants, rb.RenderConfig(platform=platform))


def main() -> None:
    """Print a table for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    folders = (
        [options.folder]
        if options.folder
        else [ROOT / "tests" / "recipe" / "corpus", ROOT / "recipes"]
    )
    contestants: dict[str, Callable[[Path, str], object]] = {
        "condax, parse": lambda path, text: parse_recipe(text, path.name),
        "condax, parse and evaluate": parsed_and_evaluated,
        "condax, the same with empty caches": without_caches,
    }
    others: dict[str, Callable[[Path, str], object]] = {
        "libyaml, nodes alone": lambda _, text: yaml.compose(text, Loader=yaml.CSafeLoader),
        "rattler-build, parse and render": by_rattler_build,
        "ruamel.yaml, round-trip load": lambda _, text: YAML().load(io.StringIO(text)),
    }
    for ending in ("recipe.yaml", "meta.yaml"):
        recipes = load(folders, ending)
        if not recipes:
            continue
        lines = sum(text.count("\n") for text in recipes.values()) / len(recipes)
        print(f"{len(recipes)} files *{ending}, {lines:.0f} lines on average")
        shown = {**contestants, **(others if ending == "recipe.yaml" else {})}
        for name, work in shown.items():
            cost = milliseconds(work, recipes, options.rounds)
            print(f"  {name:<36} {cost:6.2f} ms  {1000 / cost:7.0f}/s")


if __name__ == "__main__":
    main()
