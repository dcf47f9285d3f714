"""Which variant keys of a v0 recipe conda-build takes for used: it searches the recipe's text.

The names in the variant files of conda-smithy are those found by this search, and not those that
evaluating the recipe reads. Selectors are searched in the text as written, everything else in the
lines that the selectors of one variant keep (`conda_build/variants.py`,
`find_used_variables_in_text`; `conda_build/metadata.py`, `get_used_vars`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from condax.platforms import NOARCH
from condax.recipe.evaluate import evaluate
from condax.recipe.model import RecipeFormat
from condax.variants import first_values, narrow
from condax.variants.versions import SortKey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from condax.platforms import Platforms
    from condax.recipe.model import Recipe
    from condax.recipe.rendered import RenderedOutput, RenderedRequirements
    from condax.variants import VariantConfig

OUTPUTS = re.compile(r"^outputs:.*?(?=^test:|^extra:|^about:|\Z)", re.MULTILINE | re.DOTALL)
OUTPUT = re.compile(
    r"^ +- +(?:name|type):.+?(?=^\w|\Z|^ +- +(?:name|type))", re.MULTILINE | re.DOTALL
)
REQUIREMENTS = re.compile(
    r"requirements:.+?(?=^\w|\Z|^\s+-\s(?:name|type))", re.MULTILINE | re.DOTALL
)
TOOL = re.compile(r"(.*?)_(compiler|stdlib)(?:_version)?$")
SHELL_VARIABLE = re.compile(r"[^$]*\$\{?\s*(\w+)[\s|}]")
BATCH_VARIABLE = re.compile(r"%(\w+)%")

NOARCH_LINE = re.compile(r"^\s+noarch:", re.MULTILINE)
JINJA_BLOCK = re.compile(r"\{%-?\s*(?:if|for)\b")

BUILD_ONLY = ("python", "numpy")
"""conda-build's `ignore_build_only_deps`: in `build` alone they do not tell packages apart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipeText:
    """The text of a v0 recipe for one variant, with what is searched beside it."""

    written: str
    selected: str
    """The lines that the variant's selectors keep."""
    outputs: Sequence[str]
    """Names of the outputs, in order."""
    scripts: Mapping[str, str]
    """Name → text of the build scripts beside the recipe."""
    names: frozenset[str]
    """Keys of the variant."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UsedKeys:
    """What one output uses."""

    own: frozenset[str]
    """Found in its own part of the recipe."""
    spread: frozenset[str]
    """Found there or at the top level of the recipe: what CI jobs are spread over."""


def reduced_for_noarch(
    recipe: Recipe, platforms: Platforms, config: VariantConfig
) -> VariantConfig:
    """With the newest Python alone where a v0 recipe is noarch, as conda-build has it.

    conda-build looks before it knows any variant: `noarch: python  # [key]` does not count.
    """
    pythons = config.values.get("python", ())
    may_be = (
        recipe.format is RecipeFormat.V0 and NOARCH.subdir in recipe.text and not recipe.outputs
    )
    if not may_be or not pythons:
        return config
    from condax.recipe.v0.render import selected_text

    text = selected_text(recipe.text, platforms, {})
    if not NOARCH_LINE.search(text):
        return config
    if JINJA_BLOCK.search(text) and not evaluate(recipe, platforms, first_values(config))[0].noarch:
        return config
    newest = max(pythons, key=lambda value: (SortKey(value.partition(" ")[0]), value))
    return narrow(config, {"python": newest})


def used_keys(text: RecipeText, output: RenderedOutput, *, is_windows: bool) -> UsedKeys:
    """The names that an output of a v0 recipe uses, as conda-build finds them in its text."""
    place = text.outputs.index(output.name)
    top, part = _parts(text.selected, place)
    written = _parts(text.written, place)
    is_part = not output.is_top and "package:" not in part
    scripts = set(_in_scripts(text, output, is_part=is_part, is_windows=is_windows))
    needs = output.requirements
    spread = _used(text.names, (top, part), written, needs) | scripts
    own = _used(text.names, (part,), written[1:], needs) | scripts if is_part else spread
    forced = {"channel_targets"} & text.names | set(output.use_keys)
    ignored = set(output.ignore_keys)
    return UsedKeys(
        own=frozenset((own - ignored) | forced), spread=frozenset((spread - ignored) | forced)
    )


def _parts(recipe: str, place: int) -> tuple[str, str]:
    """The recipe's top level, and an output's lines: those at its place among the outputs."""
    top, blocks = _split(recipe)
    return top, blocks[place] if place < len(blocks) else ""


@lru_cache(maxsize=256)
def _split(recipe: str) -> tuple[str, tuple[str, ...]]:
    found = OUTPUTS.search(recipe)
    if found is None:
        return recipe, ()
    blocks = (block.rstrip() for block in OUTPUT.findall(found.group()))
    return recipe[: found.start()] + recipe[found.end() :], tuple(blocks)


def _used(
    names: frozenset[str],
    parts: Sequence[str],
    written: Sequence[str],
    requirements: RenderedRequirements,
) -> set[str]:
    found = {name for part in parts for name in names_in(part, names)}
    found.update(n for part in written for n in names_in(part, names, in_selectors=True))
    section = next(filter(None, map(REQUIREMENTS.search, parts)), None)
    required = names_in(section.group(), names) if section else frozenset()
    return found - set(_without_effect(required, requirements))


def _without_effect(names: Collection[str], requirements: RenderedRequirements) -> Iterator[str]:
    """Names that stand among the requirements in vain, as they do not change what is built."""
    build = {spec.name.replace("-", "_") for spec in requirements.build}
    host = {spec.name.replace("-", "_") for spec in requirements.host}
    # Nothing is resolved yet, other outputs neither: a pin is the name alone.
    run = {spec.name if spec.pin else spec.text for spec in requirements.run}
    for name in names:
        is_for_run = name in run and name not in build | host
        if is_for_run or (name in BUILD_ONLY and name not in run and name in build - host):
            yield name


def _in_scripts(
    text: RecipeText, output: RenderedOutput, *, is_part: bool, is_windows: bool
) -> Iterator[str]:
    """Names in build.sh and bld.bat, or in the script that an output names."""
    files = [output.script.file or ""] if is_part else ["build.sh"]
    files += ["bld.bat"] if is_windows and not is_part else []
    for name in files:
        script = text.scripts.get(name, "")
        if name.endswith(".sh"):
            matches = map(SHELL_VARIABLE.match, script.splitlines(keepends=True))
            yield from (m[1] for m in matches if m and m[1] in text.names)
        elif name.endswith(".bat"):
            yield from (each for each in BATCH_VARIABLE.findall(script) if each in text.names)


@lru_cache(maxsize=4096)
def names_in(text: str, names: frozenset[str], *, in_selectors: bool = False) -> frozenset[str]:
    """The names that stand in a text, where the search looks for them."""
    found: set[str] = set()
    for line in text.splitlines():
        if in_selectors:
            if "[" in line:
                found |= _in_selector(line, names)
        elif "{" in line or "-" in line:
            found |= _in_line(line, names)
    return frozenset(found)


@lru_cache(maxsize=8192)
def _in_selector(line: str, names: frozenset[str]) -> frozenset[str]:
    plain = line.replace("-", "_")
    return frozenset(n for n in names if n in plain and _selector(n).search(line))


@lru_cache(maxsize=8192)
def _in_line(line: str, names: frozenset[str]) -> frozenset[str]:
    plain = line.replace("-", "_")
    has_tool = "compiler(" in line or "stdlib(" in line
    return frozenset(
        name
        for name in names
        if (name in plain or (has_tool and name.endswith(TOOL_ENDS)) or name.startswith("cdt_"))
        and _anywhere(name).search(line)
    )


TOOL_ENDS = ("_compiler", "_compiler_version", "_stdlib", "_stdlib_version")


@lru_cache(maxsize=4096)
def _selector(name: str) -> re.Pattern[str]:
    """In a selector only a name counts that white space, a comparison or the end follows."""
    return re.compile(rf"^[^#\[]*?#?\s\[[^\]]*?(?<!\w){re.escape(name)}[=\s<>!\]]")


@lru_cache(maxsize=4096)
def _anywhere(name: str) -> re.Pattern[str]:
    """At the start of an expression or a pin, as a bare requirement, and in Jinja's statements."""
    word = re.escape(name)
    spelled = "[-_]".join(map(re.escape, name.split("_")))
    places = [
        rf"\{{\s*(?:pin_[a-z]+\(\s*?['\"])?{word}(?:\W.*?)?\}}\}}",
        rf"^\s+-\s+{spelled}\s*(?:\s[\[#]|$)",
        # The name may be a part of another one here: cuda_compiler of cuda_compiler_version.
        rf"(?:^|[^{{])\{{%\s*(?:el)?if\s*.*{word}\s*[^%]*?%\}}",
        rf"(?:^|[^{{])\{{%\s*for\s*.*\s*in\s*{word}(?!\w)[^%]*?%\}}",
        rf"(?:^|[^{{])\{{%\s*set\s*.*\s*=\s*.*(?<!\w){word}(?!\w)[^%]*?%\}}",
    ]
    if tool := TOOL.match(name):
        places.append(rf"\{{\s*{tool[2]}\(['\"]{re.escape(tool[1])}['\"][^{{]*?\}}")
    elif name.startswith("cdt_"):
        places.append(r"\{\s*cdt\(")
    return re.compile("|".join(places))
