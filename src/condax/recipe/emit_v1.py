"""A recipe as the data of `recipe.yaml`, in the order that conda-forge's lints ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.recipe.emit_common import block, first_or_all, mapped
from condax.recipe.model import (
    ContentsTest,
    DownstreamTest,
    OtherTest,
    PythonTest,
    ScriptTest,
)
from condax.recipe.script_file import has_commands_alone
from condax.recipe.values import Block, Conditional, Text, place_of
from condax.recipe.yaml_text import NOT_STRING, Dialect, needs_quotes, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.model import (
        About,
        Build,
        Output,
        Package,
        Recipe,
        Requirements,
        Script,
        Source,
        Test,
    )
    from condax.recipe.values import Data, Value


def v1_data(recipe: Recipe) -> Block:
    """The whole document."""
    has_outputs = bool(recipe.outputs)
    return block(
        ("schema_version", Text(value="1")),
        ("context", Block(entries=tuple((v.name, v.value) for v in recipe.context))),
        ("recipe" if has_outputs else "package", _package(recipe.package)),
        ("source", first_or_all(mapped(recipe.source, _source))),
        ("build", _build(recipe.build)),
        ("requirements", _requirements(recipe.requirements)),
        ("outputs", mapped(recipe.outputs, _output)),
        ("tests", mapped(recipe.tests, _test)),
        ("about", _about(recipe.about)),
        ("extra", recipe.extra),
        *recipe.extra_fields,
    )


def v1_dialect() -> Dialect:
    """`if/then/else`, and `${{ }}` as the model has it."""
    return Dialect(scalar=v1_scalar, conditional=_conditional)


def v1_scalar(text: Text, always: bool) -> str:
    """Plain where that is read back as the same, else quoted."""
    value = text.value
    if needs_quotes(text):
        return quoted(value)
    if always and not NOT_STRING.fullmatch(value) and not text.has_expression:
        return quoted(value)
    return value


def _conditional(item: Conditional[Data]) -> Iterator[tuple[Data, str]]:
    yield (
        block(
            ("if", item.condition),
            ("then", item.then[0] if _is_short(item.then) else item.then),
            ("else", item.otherwise[0] if _is_short(item.otherwise) else item.otherwise),
        ),
        "",
    )


def _is_short(items: tuple[Data, ...]) -> bool:
    return len(items) == 1 and isinstance(items[0], Text)


def _package(package: Package) -> Block:
    return block(
        ("name", _value(package.name)),
        ("version", _value(package.version)),
        *package.extra_fields,
    )


def _source(source: Source) -> Block:
    return block(
        ("url", first_or_all(source.url)),
        ("git", _value(source.git)),
        ("rev", _value(source.rev)),
        ("tag", _value(source.tag)),
        ("branch", _value(source.branch)),
        ("path", _value(source.path)),
        ("sha256", _value(source.sha256)),
        ("md5", _value(source.md5)),
        ("file_name", _value(source.file_name)),
        ("patches", source.patches),
        ("target_directory", _value(source.target_directory)),
        *source.extra_fields,
    )


def _build(build: Build) -> Block:
    python, variant = build.python, build.variant
    return block(
        ("number", _value(build.number)),
        ("string", _value(build.string)),
        ("skip", first_or_all(build.skip)),
        ("noarch", _value(build.noarch)),
        ("script", _script(build.script)),
        (
            "python",
            block(
                ("entry_points", python.entry_points),
                ("version_independent", _value(python.version_independent)),
                *python.extra_fields,
            ),
        ),
        (
            "variant",
            block(
                ("use_keys", variant.use_keys),
                ("ignore_keys", variant.ignore_keys),
                ("down_prioritize_variant", _value(variant.down_prioritize)),
            ),
        ),
        ("dynamic_linking", build.dynamic_linking),
        ("files", build.files),
        ("merge_build_and_host_envs", _value(build.merge_build_and_host_envs)),
        *build.extra_fields,
    )


def _script(script: Script | None) -> Data | None:
    if script is None:
        return None
    content = first_or_all(script.content)
    if has_commands_alone(script) and not script.is_command:
        return content
    env = tuple((name, _value(value) or Text(value="", quoted=True)) for name, value in script.env)
    return block(
        ("file", _value(script.file)),
        ("content", content),
        ("interpreter", _value(script.interpreter)),
        ("env", Block(entries=env)),
        ("secrets", script.secrets),
        *script.extra_fields,
    )


def _requirements(needs: Requirements) -> Block:
    exports, ignored = needs.run_exports, needs.ignore_run_exports
    kinds = ("noarch", "strong", "strong_constraints", "weak", "weak_constraints")
    lists = block(*((kind, getattr(exports, kind)) for kind in kinds))
    only_weak = [key for key, _ in lists.entries] == ["weak"]
    return block(
        ("build", needs.build),
        ("host", needs.host),
        ("run", needs.run),
        ("run_constraints", needs.run_constraints),
        ("run_exports", exports.weak if only_weak else lists),
        (
            "ignore_run_exports",
            block(("by_name", ignored.by_name), ("from_package", ignored.from_package)),
        ),
        *needs.extra_fields,
    )


def _output(output: Output) -> Block:
    kind = "staging" if output.is_staging else "package"
    return block(
        (kind, _package(output.package)),
        ("inherit", output.inherit),
        ("source", first_or_all(mapped(output.source, _source))),
        ("build", _build(output.build)),
        ("requirements", _requirements(output.requirements)),
        ("tests", mapped(output.tests, _test)),
        ("about", _about(output.about)),
        *output.extra_fields,
    )


def _test(test: Test) -> Block:
    if isinstance(test, ScriptTest):
        return block(
            ("files", block(("source", test.source_files), ("recipe", test.recipe_files))),
            ("requirements", block(("build", test.build), ("run", test.run))),
            ("script", _test_script(test.script)),
            *test.extra_fields,
        )
    if isinstance(test, PythonTest):
        python = block(
            ("imports", test.imports),
            ("pip_check", _value(test.pip_check)),
            ("python_version", first_or_all(test.python_version)),
            *test.extra_fields,
        )
        return block(("python", python))
    if isinstance(test, ContentsTest):
        return block(("package_contents", test.contents))
    if isinstance(test, DownstreamTest):
        return block(("downstream", _value(test.downstream)))
    assert isinstance(test, OtherTest)
    return test.fields


def _test_script(script: Script) -> Data | None:
    """Commands of tests are a list, even a single one."""
    is_list = has_commands_alone(script) and not script.is_command
    return script.content if is_list else _script(script)


def _about(about: About) -> Block:
    return block(
        ("homepage", _value(about.homepage)),
        ("license", _value(about.license)),
        ("license_family", _value(about.license_family)),
        ("license_file", first_or_all(about.license_file)),
        ("summary", _value(about.summary)),
        ("description", _value(about.description)),
        ("documentation", _value(about.documentation)),
        ("repository", _value(about.repository)),
        *about.extra_fields,
    )


def _value(value: Value) -> Text | None:
    """A single value; under a condition it becomes an inline one, which v1 has for scalars."""
    if not isinstance(value, Conditional):
        return value
    return Text(value="${{ " + _inline(value) + " }}", span=place_of(value))


def _inline(value: Conditional[Text]) -> str:
    then, otherwise = (_branch(items) for items in (value.then, value.otherwise))
    end = f" else {otherwise}" if otherwise else ""
    return f"{then or 'none'} if {value.condition.value}{end}"


def _branch(items: tuple[Text | Conditional[Text], ...]) -> str:
    item = next(iter(items), None)
    if item is None:
        return ""
    if isinstance(item, Conditional):
        return f"({_inline(item)})"
    pieces = EXPRESSION.split(item.value)
    if len(pieces) > 1:
        parts = [f"({p.strip()})" if n % 2 else _string(p) for n, p in enumerate(pieces) if p]
        return " ~ ".join(parts)
    if NOT_STRING.fullmatch(item.value) and not item.quoted:
        return item.value
    return _string(item.value)


EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


def _string(text: str) -> str:
    """A string inside of an expression."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
