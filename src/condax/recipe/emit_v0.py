"""A recipe as the data of `meta.yaml`: Jinja `{% set %}` lines, selectors, conda-build's names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.emit_common import block, first_or_all, mapped
from condax.recipe.emit_v0_tests import unspeakable, v0_tests
from condax.recipe.values import Block, Conditional, Text, leaves
from condax.recipe.yaml_text import NOT_STRING, Dialect, needs_quotes, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.recipe.model import (
        About,
        Build,
        Output,
        Package,
        Recipe,
        Requirements,
        Script,
        Source,
    )
    from condax.recipe.values import Data, Texts

V0_NAMES = {
    "host_platform": "target_platform",
    "upper_bound": "max_pin",
    "lower_bound": "min_pin",
}
"""conda-build knows no `host_platform`; its target is the platform that files run on."""
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


def v0_set_lines(recipe: Recipe) -> list[str]:
    """`{% set name = value %}` for every variable of the context."""
    lines = []
    for variable in recipe.context:
        value = variable.value
        if isinstance(value, Conditional):
            for branch, selector in _conditional(value):
                lines.append(f"{{% set {variable.name} = {_jinja(branch)} %}}  {selector}")
        else:
            lines.append(f"{{% set {variable.name} = {_jinja(value)} %}}")
    return lines


def v0_data(recipe: Recipe) -> Block:
    """The whole document below the `{% set %}` lines."""
    return block(
        ("package", _package(recipe.package)),
        ("source", first_or_all(mapped(recipe.source, _source))),
        ("build", _build(recipe.build, recipe.requirements)),
        ("requirements", _requirements(recipe.requirements)),
        ("test", v0_tests(recipe.tests)),
        ("outputs", mapped(recipe.outputs, _output)),
        ("about", _about(recipe.about)),
        ("extra", recipe.extra),
        *recipe.extra_fields,
    )


def v0_dialect() -> Dialect:
    """`# [selector]` at the end of lines, `{{ }}` for expressions."""
    return Dialect(scalar=_scalar, conditional=_conditional)


def _scalar(text: Text, always: bool) -> str:
    value = _spelled(text.value)
    # Braces of an expression are gone when conda-build's YAML parser sees the line.
    seen = EXPRESSION.sub("x", text.value)
    if needs_quotes(replace(text, value=seen)):
        return quoted(value)
    if always and not NOT_STRING.fullmatch(value) and not text.has_expression:
        return quoted(value)
    return value


def _spelled(value: str) -> str:
    """Expressions in v0's braces and names."""
    return EXPRESSION.sub(lambda match: "{{" + _renamed(match[1]) + "}}", value)


def _renamed(expression: str) -> str:
    for name, v0_name in V0_NAMES.items():
        expression = re.sub(rf"\b{name}\b", v0_name, expression)
    return expression


def _conditional(item: Conditional[Data]) -> Iterator[tuple[Data, str]]:
    """Each value of each branch with its selector; nested conditions are joined with `and`."""
    yield from _guarded((item,), ())


def _guarded(items: Iterable[Data], outer: tuple[str, ...]) -> Iterator[tuple[Data, str]]:
    for item in items:
        if isinstance(item, Conditional):
            condition = _renamed(item.condition.value)
            yield from _guarded(item.then, (*outer, condition))
            yield from _guarded(item.otherwise, (*outer, _negated(condition)))
        else:
            parts = [f"({each})" if len(outer) > 1 and " or " in each else each for each in outer]
            yield item, f"# [{' and '.join(parts)}]"


def _negated(condition: str) -> str:
    """The opposite, in the words a person would use."""
    match = re.fullmatch(r"([\w.]+) (==|!=) ([\w.'\"-]+)", condition)
    if match:
        return f"{match[1]} {'!=' if match[2] == '==' else '=='} {match[3]}"
    if re.fullmatch(r"not [\w.]+", condition):
        return condition.removeprefix("not ")
    return f"not {condition}" if re.fullmatch(r"[\w.]+", condition) else f"not ({condition})"


def _jinja(value: Data) -> str:
    """A value of a `{% set %}`."""
    if isinstance(value, tuple):
        return f"[{', '.join(_jinja(each) for each in value)}]"
    if not isinstance(value, Text):
        raise unspeakable("a mapping in the context", "write it out where it is used")
    match = re.fullmatch(r"\$\{\{\s*(.*?)\s*\}\}", value.value, re.DOTALL)
    if match and "${{" not in match[1]:
        return _renamed(match[1])
    if NOT_STRING.fullmatch(value.value) and not value.quoted:
        return value.value
    parts = EXPRESSION.split(value.value)
    pieces = [
        f"({part.strip()})" if index % 2 else '"' + part.replace('"', '\\"') + '"'
        for index, part in enumerate(parts)
        if part
    ]
    return " ~ ".join(pieces) or '""'


def _package(package: Package) -> Block:
    return block(("name", package.name), ("version", package.version), *package.extra_fields)


def _source(source: Source) -> Block:
    return block(
        ("url", first_or_all(source.url)),
        ("git_url", source.git),
        ("git_rev", source.rev or source.tag or source.branch),
        ("path", source.path),
        ("sha256", source.sha256),
        ("md5", source.md5),
        ("fn", source.file_name),
        ("patches", source.patches),
        ("folder", source.target_directory),
        *source.extra_fields,
    )


def _build(build: Build, needs: Requirements) -> Block:
    if build.dynamic_linking or build.variant.use_keys or build.variant.ignore_keys:
        key = "build.dynamic_linking" if build.dynamic_linking else "build.variant"
        raise unspeakable(key, "leave it out, or keep the recipe in the v1 format")
    return block(
        ("number", build.number),
        ("string", build.string),
        ("skip", _skip(build.skip)),
        ("noarch", build.noarch),
        ("script", _script(build.script)),
        ("script_env", _script_env(build.script)),
        ("entry_points", build.python.entry_points),
        ("python_version_independent", build.python.version_independent),
        ("run_exports", _run_exports(needs)),
        ("ignore_run_exports", needs.ignore_run_exports.by_name),
        ("ignore_run_exports_from", needs.ignore_run_exports.from_package),
        ("merge_build_host", build.merge_build_and_host_envs),
        *build.extra_fields,
    )


def _skip(conditions: Texts) -> Data | None:
    texts = [text.value for text in leaves(conditions)]
    if not texts:
        return None
    always = next((text for text in texts if text in {"true", "false"}), None)
    if always:
        return Text(value=always)
    joined = texts[0] if len(texts) == 1 else " or ".join(f"({text})" for text in texts)
    return Conditional(condition=Text(value=joined), then=(Text(value="true"),))


def _script(script: Script | None) -> Data | None:
    """conda-build runs a `build.sh` of the recipe by itself."""
    if script is None or script.file:
        return None
    content = script.content
    is_build_sh = [text.value for text in leaves(content)] == ["build.sh"]
    return None if is_build_sh else first_or_all(content)


def _script_env(script: Script | None) -> Data | None:
    if script is None:
        return None
    given = tuple(Text(value=f"{n}={v.value}") for n, v in script.env if isinstance(v, Text))
    return (*given, *script.secrets) or None


def _run_exports(needs: Requirements) -> Data | None:
    exports = needs.run_exports
    lists = block(
        ("noarch", exports.noarch),
        ("strong", exports.strong),
        ("strong_constrains", exports.strong_constraints),
        ("weak", exports.weak),
        ("weak_constrains", exports.weak_constraints),
    )
    return exports.weak if [key for key, _ in lists.entries] == ["weak"] else lists


def _requirements(needs: Requirements) -> Block:
    return block(
        ("build", needs.build),
        ("host", needs.host),
        ("run", needs.run),
        ("run_constrained", needs.run_constraints),
        *needs.extra_fields,
    )


def _output(output: Output) -> Block:
    if output.is_staging or output.inherit:
        raise unspeakable("a staging output", "build the files at the top level instead")
    script = output.build.script
    return block(
        ("name", output.package.name),
        ("version", output.package.version),
        ("script", _output_script(script)),
        ("files", output.build.files),
        ("build", _build(output.build, output.requirements)),
        ("requirements", _requirements(output.requirements)),
        ("test", v0_tests(output.tests)),
        ("about", _about(output.about)),
        *output.extra_fields,
    )


def _output_script(script: Script | None) -> Text | None:
    texts = list(leaves(script.content)) if script else []
    return texts[0] if len(texts) == 1 and texts[0].value.endswith((".sh", ".bat")) else None


def _about(about: About) -> Block:
    return block(
        ("home", about.homepage),
        ("license", about.license),
        ("license_family", about.license_family),
        ("license_file", first_or_all(about.license_file)),
        ("license_url", about.license_url),
        ("summary", about.summary),
        ("description", about.description),
        ("doc_url", about.documentation),
        ("dev_url", about.repository),
        *about.extra_fields,
    )
