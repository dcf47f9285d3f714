"""How fast `condax lint` is, and that nothing makes it fail.

    python benchmarks/lint.py [FOLDER]

FOLDER is a tree of recipes; by default those of the linter's tests. Printed are recipes a second
of one core (processor time, in process, files read anew each time), those of format 0 once more
without the scripts beside them, which is what conda-smithy's figure is about; the time of whole
commands (processor time of the child, best of several); and what mutated recipes do: each is
linted with every rule, none may raise, none may take longer than a second.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from condax.lint import SAFE, all_rules, lint
from condax.lint.engine import lint_texts
from condax.lint.folder import RecipeFolder, find_recipes, read_folder

DEFAULT = Path(__file__).parent.parent / "tests" / "lint" / "seeded"
SMITHY = {"recipe.yaml": 39, "meta.yaml": 135}
"""Recipes a second of conda-smithy's linter in process, without its look-ups in the network; of
format 0 small ones, whose scripts it does not read."""
MUTANTS = 10_000
LIMIT_SECONDS = 1.0
MARKS = "[]{}:-#'\"|>&*!%@`\\\n\t ${}()<>=~,.0aé\u2028\x00"


def rate(recipes: list[Path]) -> float:
    """Recipes a second of one core."""
    lint(recipes)
    rounds, best = 9, float("inf")
    for _ in range(rounds):
        start = time.process_time()
        lint(recipes)
        best = min(best, time.process_time() - start)
    return len(recipes) / best


def alone(recipes: list[Path], folder: Path) -> list[Path]:
    """Copies of recipes without anything beside them."""
    copies = [folder / str(number) / each.name for number, each in enumerate(recipes)]
    for recipe, copy in zip(recipes, copies, strict=True):
        copy.parent.mkdir()
        shutil.copyfile(recipe, copy)
    return copies


def command_seconds(arguments: list[str], rounds: int = 15) -> tuple[float, float]:
    """Processor and wall-clock time of `condax lint`, the best of several."""
    best = (float("inf"), float("inf"))
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(
            [str(Path(sys.executable).with_name("condax")), "lint", *arguments],
            stdout=subprocess.DEVNULL,
            env=os.environ,
            check=False,
        )
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = (min(best[0], used), min(best[1], wall))
    return best


def mutated(text: str, randomly: random.Random) -> str:
    """The text with a few pieces removed, doubled, moved or replaced by marks of YAML and Jinja."""
    for _ in range(randomly.randint(1, 6)):
        start = randomly.randrange(len(text) + 1)
        end = min(len(text), start + randomly.choice((0, 1, 2, 8, 40, 200)))
        piece = text[start:end]
        new = randomly.choice(
            ("", piece * 2, "".join(randomly.choices(MARKS, k=randomly.randint(1, 6))))
        )
        text = text[:start] + new + text[end:]
    return text


def torture(folders: list[RecipeFolder], count: int) -> tuple[float, int]:
    """Lint and fix mutants; returns the longest time of one and how many were readable."""
    randomly = random.Random(20_240_607)
    longest, readable = 0.0, 0
    for _ in range(count):
        folder = randomly.choice(folders)
        names = [name for name, text in folder.files.items() if text]
        files = {
            name: mutated(text, randomly) if name in names else text
            for name, text in folder.files.items()
        }
        mutant = RecipeFolder(root=folder.root, recipe=folder.recipe, files=files)
        start = time.process_time()
        report = lint_texts(mutant, all_rules(), fix=SAFE)
        longest = max(longest, time.process_time() - start)
        readable += all(each.code.startswith(("CX", "CY")) for each in report.diagnostics)
    return longest, readable


def show_rate(name: str, found: float, count: int, smithy: int) -> None:
    """One line about recipes of one kind."""
    times = f"{found / smithy:.0f} times conda-smithy"
    print(f"{name:15} {count:5} recipes: {found:7.0f} a second of one core, {times}")


def main() -> None:
    """Measure and print."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    recipes = list(find_recipes([root]))
    for name, smithy in SMITHY.items():
        chosen = [each for each in recipes if each.name == name]
        if chosen:
            show_rate(name, rate(chosen), len(chosen), smithy)
        if chosen and name == "meta.yaml":
            with tempfile.TemporaryDirectory() as folder:
                found = rate(alone(chosen, Path(folder)))
            show_rate(f"{name} alone", found, len(chosen), smithy)
    used, wall = command_seconds([str(recipes[0])])
    print(f"one recipe, one command: {used * 1000:.0f} ms of processor time, {wall * 1000:.0f} ms")
    hundred = [str(each) for each in recipes if each.name == "recipe.yaml"][:100]
    used, wall = command_seconds(hundred, rounds=3)
    print(f"{len(hundred)} recipes, one command: {used:.2f} s of processor time, {wall:.2f} s")
    longest, readable = torture([read_folder(each) for each in recipes], MUTANTS)
    print(f"{MUTANTS} mutants, {readable} still readable: at most {longest * 1000:.0f} ms each")
    if longest > LIMIT_SECONDS:
        sys.exit("a mutant took too long")


if __name__ == "__main__":
    main()
