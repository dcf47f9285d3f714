"""A recipe as the data of `meta.yaml`: Jinja `{% set %}` lines, selectors, conda-build's names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.convert.expressions_v0 import is_selector
from condax.recipe.emit_common import block, first_or_all, mapped
from condax.recipe.emit_v0_scripts import output_script, script_commands, script_environment
from condax.recipe.emit_v0_tests import systems_of, unspeakable, v0_tests
from condax.recipe.script_file import script_file
from condax.recipe.v0.set_lines import all_of, guarded_values
from condax.recipe.v0.spelling import is_v0_multiline, v0_scalar, v0_spelled
from condax.recipe.values import Block, Conditional, Text, guarded_leaves
from condax.recipe.yaml_text import Dialect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from condax.recipe.model import (
        About,
        Build,
        ExtraFields,
        Output,
        Package,
        Recipe,
        Requirements,
        Source,
    )
    from condax.recipe.values import Data, Texts


def v0_data(recipe: Recipe) -> Block:
    """The whole document below the `{% set %}` lines."""
    return block(
        ("package", _package(_with_text_version(recipe))),
        ("source", first_or_all(mapped(recipe.source, _source))),
        ("build", _build(recipe.build, recipe.requirements)),
        ("requirements", _requirements(recipe.requirements)),
        ("test", v0_tests(recipe.tests, recipe.build)),
        ("outputs", mapped(recipe.outputs, lambda output: _output(output, recipe.build))),
        ("about", _about(recipe.about)),
        ("extra", recipe.extra),
        *recipe.extra_fields,
    )


def v0_dialect(context: frozenset[str] = frozenset()) -> Dialect:
    """`# [selector]` at the end of lines, `{{ }}` for expressions.

    Conditions that read one of the names that `{% set %}` lines define are `{% if … %}` instead,
    and those of a text with a `#`, from which on everything would be comment.
    """

    def conditional(item: Conditional[Data]) -> Iterator[tuple[Data, str]]:
        for value, conditions in guarded_values((item,), ()):
            condition = all_of(conditions)
            selects = all(is_selector(each, context) for each in conditions)
            selects = selects and not _refuses_selector(value)
            yield value, f"# [{condition}]" if selects else f"{{% if {condition} %}}"

    return Dialect(
        scalar=v0_scalar,
        conditional=conditional,
        is_multiline=is_v0_multiline,
        spelled=v0_spelled,
    )


NUMBER = re.compile(r"\d+\.\d+")
"""What YAML takes for a number once the braces are gone."""


def _with_text_version(recipe: Recipe) -> Package:
    """The package, its version between quotes where a variable gives a number such as 1.10."""
    version = recipe.package.version
    numbers = {
        f"${{{{ {each.name} }}}}"
        for each in recipe.context
        if isinstance(each.value, Text) and NUMBER.fullmatch(each.value.value)
    }
    if not isinstance(version, Text) or version.value not in numbers:
        return recipe.package
    return replace(recipe.package, version=replace(version, quoted=True))


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


def _build(build: Build, needs: Requirements, *above: Build) -> Block:
    if build.variant.down_prioritize is not None:
        raise unspeakable("build.variant.down_prioritize_variant", "write `track_features`")
    return block(
        ("number", build.number),
        ("string", build.string),
        ("skip", _skip(build.skip)),
        ("noarch", build.noarch),
        ("script", script_commands(build.script, systems_of((build, *above)))),
        ("script_env", script_environment(build.script)),
        ("entry_points", build.python.entry_points),
        ("python_version_independent", build.python.version_independent),
        ("run_exports", _run_exports(needs)),
        ("ignore_run_exports", needs.ignore_run_exports.by_name),
        ("ignore_run_exports_from", needs.ignore_run_exports.from_package),
        ("merge_build_host", build.merge_build_and_host_envs),
        ("force_use_keys", build.variant.use_keys),
        ("force_ignore_keys", build.variant.ignore_keys),
        *_renamed(build.dynamic_linking.entries if build.dynamic_linking else (), LINKING),
        *_renamed(build.python.extra_fields, PYTHON),
        *_renamed(build.extra_fields, BUILD),
    )


def _renamed(fields: ExtraFields, names: Mapping[str, str]) -> ExtraFields:
    """Entries under the names that v0 has for them."""
    return tuple((names.get(key, key), value) for key, value in fields)


LINKING = {"missing_dso_allowlist": "missing_dso_whitelist", "rpath_allowlist": "runpath_whitelist"}
PYTHON = {
    "skip_pyc_compilation": "skip_compile_pyc",
    "site_packages_path": "python_site_packages_path",
}
BUILD = {"always_copy_files": "no_link"}


def _refuses_selector(data: Data) -> bool:
    """Whether a selector behind each line would be taken for text, or text for a comment."""
    if isinstance(data, Text):
        return "#" in data.value or "\n" in data.value
    parts = (value for _, value in data.entries) if isinstance(data, Block) else data
    return not isinstance(parts, Conditional) and any(map(_refuses_selector, parts))


def _skip(conditions: Texts) -> Data | None:
    found = [
        all_of((*outer, text.value))
        for text, outer in guarded_leaves(conditions)
        if text.value != "false"
    ]
    if not found or "true" in found:
        return Text(value="true") if found else None
    joined = found[0] if len(found) == 1 else " or ".join(f"({text})" for text in found)
    return Conditional(condition=Text(value=joined), then=(Text(value="true"),))


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


def _output(output: Output, above: Build) -> Block:
    if output.is_staging or output.inherit:
        raise unspeakable("a staging output", "build the files at the top level instead")
    file = script_file(output.build.script)
    build = output.build
    if file is not None and build.script is not None:
        build = replace(build, script=replace(build.script, file=None, content=()))
    return block(
        ("name", output.package.name),
        ("version", output.package.version),
        ("script", output_script(file)),
        ("files", output.build.files),
        ("source", first_or_all(mapped(output.source, _source))),
        ("build", _build(build, output.requirements, above)),
        ("requirements", _requirements(output.requirements)),
        ("test", v0_tests(output.tests, output.build, above)),
        ("about", _about(output.about)),
        *output.extra_fields,
    )


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
