"""What a recipe means for one platform pair, in a form in which both formats can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rattler import MatchSpec

from condax.platforms import Os
from condax.recipe.evaluate import evaluate
from condax.recipe.evaluator import Evaluator
from condax.recipe.model import RecipeFormat
from condax.recipe.names import names_for
from condax.recipe.problems import Problems
from condax.recipe.template import template_text
from condax.recipe.v0.names import BUILD_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from condax.platforms import Platforms
    from condax.recipe.model import Recipe
    from condax.recipe.names import Variant
    from condax.recipe.rendered import (
        RenderedOutput,
        RenderedScript,
        RenderedSource,
        RenderedTest,
        Specs,
    )


def meaning(
    recipe: Recipe, platforms: Platforms, variant: Variant, beside: frozenset[str] = frozenset()
) -> dict[str, object]:
    """By name every package that is built: versions, requirements, scripts, tests and about.

    `beside` are the names of the files in the recipe's folder, of which v0 runs some by itself.
    """
    system = System(
        read=reader(recipe, platforms, variant),
        is_windows=platforms.host.os is Os.WINDOWS,
        is_v1=recipe.format is RecipeFormat.V1,
        beside=beside,
    )
    outputs = evaluate(recipe, platforms, variant)
    sources = {output.name: output.source for output in outputs if output.is_staging}
    return {
        o.name: {
            **of_output(o, system, has_named=o.is_top),
            "source": of_sources(sources.get(o.staging or "", o.source)),
        }
        for o in outputs
        if not o.skip and not o.is_staging
    }


SCRIPT_FILE = re.compile(r"build|[\w.-]+\.(sh|bash|bat|cmd|ps1|nu|py|pl|r|R|rb|js)")
"""What rattler-build takes for a file by its name."""
TEST_FILES = ("run_test.sh", "run_test.bat", "run_test.py", "run_test.pl", "run_test.r")
"""What conda-build runs as tests by its name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class System:
    """How commands are read and run on one platform."""

    read: Callable[[str], str]
    is_windows: bool
    is_v1: bool
    beside: frozenset[str]

    @property
    def named(self) -> frozenset[str]:
        """Files of which v0 runs some by their name."""
        return frozenset() if self.is_v1 else self.beside

    def line(self, text: str) -> str:
        """A command without comments, one that runs a file as `run FILE`."""
        lines = self.read(text).strip().split("\n")
        kept = [each.rstrip() for each in lines if each.strip() and not COMMENT.match(each)]
        return RUN.sub(lambda found: f"run {RENAMED.get(found[1], found[1])}", "\n".join(kept))

    def file(self, name: str) -> str:
        """What runs a file, whose ending v1 takes from the system."""
        ending = ".bat" if self.is_windows else ".sh"
        return f"run {name if '.' in name else name + ending}"

    def is_file(self, name: str) -> bool:
        """Whether v1 takes a command for a file: where it is there, or may be."""
        shell = f"{name}.bat" if self.is_windows else f"{name}.sh"
        is_there = {name, shell} & self.beside if self.beside else SCRIPT_FILE.fullmatch(name)
        return bool(is_there) and "\n" not in name

    def script(self, script: RenderedScript) -> list[str]:
        """The commands, in their order."""
        names = [*script.content, *([script.file] if script.file else [])]
        if script.file or (self.is_v1 and len(names) == 1 and self.is_file(names[0])):
            found = [self.file(RENAMED.get(names[0], names[0]))]
        else:
            found = [line for line in map(self.line, names) if line]
        return found if self.is_windows else [x for x in found if not FOR_WINDOWS.fullmatch(x)]


COMMENT = re.compile(r"\s*#(?:[\s!]|$)")
RUN = re.compile(
    r"(?:bash(?: -e)?|call|python|perl|Rscript|ruby|node|nu|powershell)"
    r" (?:\$\{RECIPE_DIR\}/|%RECIPE_DIR%\\)?([\w./-]+)\Z"
)
RENAMED = {"bld.bat": "build.bat"}
FOR_WINDOWS = re.compile(r"run .*\.(?:bat|cmd)")
"""What has no interpreter on Unix: v1 cannot run it, and v0 does not."""


def reader(recipe: Recipe, platforms: Platforms, variant: Variant) -> Callable[[str], str]:
    """Evaluates the expressions of scripts, which stage 1 of v1 leaves to the build."""
    names = names_for(platforms, variant)
    evaluator = Evaluator(names, Problems(recipe.path, recipe.text))
    names.update({name: f"${{{{ {name} }}}}" for name in BUILD_VARIABLES if name not in names})
    names.update(hash="HASH", PKG_HASH="HASH")
    for entry in recipe.context:
        names[entry.name] = evaluator.variable(entry.value)
    # A recipe of v0 leaves what it has rendered itself.
    return lambda text: template_text(template_text(text, names), names)


def of_output(output: RenderedOutput, system: System, *, has_named: bool) -> dict[str, object]:
    read = system.read
    needs, exports = output.requirements, output.requirements.run_exports
    return {
        "version": output.version,
        "number": output.number,
        "string": read(output.string or ""),
        "noarch": output.noarch,
        "build": specs(needs.build),
        "host": specs(needs.host),
        "run": specs(needs.run),
        "constraints": specs(needs.run_constraints),
        "weak": specs(exports.weak),
        "strong": specs(exports.strong),
        "ignored": sorted(
            t.split()[0] for t in (*needs.ignored_by_name, *needs.ignored_from_package)
        ),
        "script": script_lines(output, system),
        "env": {name: read(value) for name, value in output.script.env.items()},
        "entry points": output.entry_points,
        "tests": of_tests(
            output.tests, system, system.beside if has_named and not system.is_v1 else frozenset()
        ),
        "about": output.about,
    }


def script_lines(output: RenderedOutput, system: System) -> list[str]:
    """The commands; those that run what is run by itself are none."""
    lines = system.script(output.script)
    return [] if lines in (["run build.sh"], ["run build.bat"]) else lines


def of_tests(
    tests: tuple[RenderedTest, ...], system: System, named: frozenset[str]
) -> Mapping[str, object]:
    """All tests together, as v0 has them."""
    commands = [line for test in tests for line in system.script(test.script)]
    ending = ".bat" if system.is_windows else ".sh"
    commands += [
        f"run run_test{e}" for e in (ending, ".py", ".pl", ".r") if f"run_test{e}" in named
    ]
    imported = [found[1] for line in commands if (found := IMPORT.match(line))]
    commands = [line for line in commands if not IMPORT.match(line)]
    checks = any(t.kind == "python" and t.fields.get("pip_check") != "false" for t in tests)
    checks = checks or "pip check" in commands
    imports = sorted({*imported, *(name for test in tests for name in test.imports)})
    requires = {spec for test in tests for spec in specs((*test.run, *test.build))}
    requires |= {_spec(f"python={version}") for test in tests for version in pythons(test)}
    files = {name for test in tests for name in test.files}
    files |= {line.removeprefix("run ") for line in commands if line.startswith("run ")}
    files |= {name for name in TEST_FILES if name in named}
    is_idle = not (commands or imports or checks)
    return {
        "imports": imports,
        "pip check": checks,
        "commands": [line for line in commands if line != "pip check"],
        "requires": [] if is_idle else sorted(requires - ({"pip"} if checks else set())),
        "files": [] if is_idle else sorted(files),
        "downstream": [test.fields["downstream"] for test in tests if test.kind == "downstream"],
    }


def of_sources(sources: tuple[RenderedSource, ...]) -> list[RenderedSource]:
    """Sources; v0 has one key for a commit, a tag and a branch."""
    return [replace(s, rev=s.rev or s.tag or s.branch, tag=None, branch=None) for s in sources]


IDLE_STAR = re.compile(r"(?<![!~<>=])([<>]=?|==)([\w.!+]+?)\.?\*")
"""A `*` behind an operator, which conda passes over."""


def specs(found: Specs) -> list[str]:
    """Requirements in one spelling."""
    return sorted(_spec(spec.text) if spec.pin is None else spec.text for spec in found)


def _spec(text: str) -> str:
    return str(MatchSpec(IDLE_STAR.sub(r"\1\2", text), strict=False))


IMPORT = re.compile(r'python -c "import ([\w.]+)"\Z')


def pythons(test: RenderedTest) -> tuple[str, ...]:
    found = test.fields.get("python_version", ())
    assert isinstance(found, tuple)
    return found
