"""What a recipe means for one platform pair, in a form in which both formats can be compared."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rattler import MatchSpec

from condax.recipe.evaluate import evaluate
from condax.recipe.evaluator import Evaluator
from condax.recipe.names import names_for
from condax.recipe.problems import Problems
from condax.recipe.template import template_text
from condax.recipe.v0.names import BUILD_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from condax.platforms import Platforms
    from condax.recipe.model import Recipe
    from condax.recipe.names import Variant
    from condax.recipe.rendered import RenderedOutput, RenderedSource, RenderedTest, Specs


def meaning(recipe: Recipe, platforms: Platforms, variant: Variant) -> dict[str, object]:
    """By name every package that is built: versions, requirements, scripts, tests and about."""
    read = reader(recipe, platforms, variant)
    outputs = evaluate(recipe, platforms, variant)
    sources = {output.name: output.source for output in outputs if output.is_staging}
    return {
        o.name: {**of_output(o, read), "source": of_sources(sources.get(o.staging or "", o.source))}
        for o in outputs
        if not o.skip and not o.is_staging
    }


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


def of_output(output: RenderedOutput, read: Callable[[str], str]) -> dict[str, object]:
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
        "script": script_lines(output, read),
        "env": {name: read(value) for name, value in output.script.env.items() if value},
        "entry points": output.entry_points,
        "tests": of_tests(output.tests, read),
        "about": output.about,
    }


def script_lines(output: RenderedOutput, read: Callable[[str], str]) -> list[str]:
    """The commands; `bash $RECIPE_DIR/x.sh` and the file itself are the same."""
    script = output.script
    lines = [
        read(line).strip() for line in (*script.content, *([script.file] if script.file else []))
    ]
    lines = [line.removeprefix("bash ${RECIPE_DIR}/") for line in lines]
    return [] if lines == ["build.sh"] else lines


def of_tests(tests: tuple[RenderedTest, ...], read: Callable[[str], str]) -> Mapping[str, object]:
    """All tests together, as v0 has them."""
    commands = [read(line).strip() for test in tests for line in test.script.content]
    imported = [found[1] for line in commands if (found := IMPORT.match(line))]
    commands = [line for line in commands if not IMPORT.match(line)]
    checks = any(t.kind == "python" and t.fields.get("pip_check") != "false" for t in tests)
    checks = checks or "pip check" in commands
    requires = {spec for test in tests for spec in specs((*test.run, *test.build))}
    requires |= {f"python {version}" for test in tests for version in pythons(test)}
    return {
        "imports": sorted({*imported, *(name for test in tests for name in test.imports)}),
        "pip check": checks,
        "commands": [line for line in commands if line != "pip check"],
        "requires": sorted(requires - ({"pip"} if checks else set())),
        "files": sorted(name for t in tests if t.script.content for name in t.files),
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
