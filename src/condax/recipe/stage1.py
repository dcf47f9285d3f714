"""One output of stage 0 to its `RenderedOutput`, with the values that an `Evaluator` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from condax.recipe.evaluator import SOURCE_FOLDERS
from condax.recipe.expression import evaluate_condition
from condax.recipe.inherit import inherited_staging
from condax.recipe.model import ContentsTest, DownstreamTest, OtherTest, PythonTest, ScriptTest
from condax.recipe.rendered import (
    RenderedOutput,
    RenderedRequirements,
    RenderedRunExports,
    RenderedScript,
    RenderedSource,
    RenderedTest,
)
from condax.recipe.syntax import ExpressionError
from condax.recipe.template import OPENING, template_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.evaluator import Evaluator
    from condax.recipe.model import About, Build, Output, Requirements, Script, Source, Test
    from condax.recipe.values import Value

ABOUT_FIELDS = (
    "homepage",
    "license",
    "license_family",
    "license_url",
    "summary",
    "description",
    "documentation",
    "repository",
)


def render_output(output: Output, evaluator: Evaluator) -> RenderedOutput:
    """The output with nothing conditional left; `used` is for the caller to fill in."""
    build, package = output.build, output.package
    return RenderedOutput(
        skip=is_skipped(build, evaluator),
        name=evaluator.value(package.name) or "",
        version=evaluator.value(package.version) or "",
        number=_number(build, evaluator),
        is_staging=output.is_staging,
        staging=evaluator.value(inherited_staging(output)),
        string=_raw_value(build.string, evaluator),
        noarch=evaluator.value(build.noarch),
        script=render_script(build.script, evaluator),
        source=tuple(_source(each, evaluator) for each in evaluator.active(output.source)),
        requirements=_requirements(output.requirements, evaluator),
        tests=tuple(_test(each, evaluator) for each in _tests(output, evaluator)),
        about=_about(output.about, evaluator),
        entry_points=evaluator.strings(build.python.entry_points),
        down_prioritize=_raw_value(build.variant.down_prioritize, evaluator),
        use_keys=evaluator.strings(build.variant.use_keys),
        ignore_keys=evaluator.strings(build.variant.ignore_keys),
        version_independent=evaluator.value(build.python.version_independent) == "true",
        span=package.span,
    )


def _tests(output: Output, evaluator: Evaluator) -> Iterator[Test]:
    # mypy joins the kinds of tests to `object` where a type variable stands for them.
    return cast("Iterator[Test]", evaluator.active(output.tests))


def is_skipped(build: Build, evaluator: Evaluator) -> bool:
    """Whether any condition of `skip` holds; one without a value does not, as in rattler-build."""
    return any(_skips(text.value, evaluator) for text in evaluator.active(build.skip))


def _skips(condition: str, evaluator: Evaluator) -> bool:
    try:
        if OPENING in condition:
            condition = template_text(condition, evaluator.names)
        return bool(condition) and evaluate_condition(condition, evaluator.names)
    except ExpressionError:
        return False


def _number(build: Build, evaluator: Evaluator) -> int:
    text = evaluator.value(build.number)
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    value = next(evaluator.active((build.number,))) if build.number else None
    evaluator.problems.add(
        "unexpected-type",
        f"the build number {text!r} is no whole number",
        "write `number: 0`",
        value.span if value else None,
    )
    return 0


def _raw_value(value: Value, evaluator: Evaluator) -> str | None:
    if value is None:
        return None
    return next((text.value for text in evaluator.active((value,))), None)


def render_script(script: Script | None, evaluator: Evaluator) -> RenderedScript:
    """The commands that apply, expressions in them left for the build."""
    if script is None:
        return RenderedScript()
    env = ((name, next(evaluator.active((value,)), None)) for name, value in script.env if value)
    return RenderedScript(
        content=evaluator.raw(script.content),
        file=evaluator.value(script.file),
        interpreter=evaluator.value(script.interpreter),
        env={name: evaluator.string(text) for name, text in env if text is not None},
    )


def _source(source: Source, evaluator: Evaluator) -> RenderedSource:
    return RenderedSource(
        url=evaluator.strings(source.url),
        patches=evaluator.paths(source.patches, SOURCE_FOLDERS),
        sha256=evaluator.value(source.sha256),
        md5=evaluator.value(source.md5),
        git=evaluator.value(source.git),
        rev=evaluator.value(source.rev),
        tag=evaluator.value(source.tag),
        branch=evaluator.value(source.branch),
        path=evaluator.value(source.path),
        file_name=evaluator.value(source.file_name),
        target_directory=evaluator.value(source.target_directory),
    )


def _requirements(requirements: Requirements, evaluator: Evaluator) -> RenderedRequirements:
    exports, ignored = requirements.run_exports, requirements.ignore_run_exports
    return RenderedRequirements(
        build=evaluator.specs(requirements.build),
        host=evaluator.specs(requirements.host),
        run=evaluator.specs(requirements.run),
        run_constraints=evaluator.specs(requirements.run_constraints),
        run_exports=RenderedRunExports(
            weak=evaluator.specs(exports.weak),
            strong=evaluator.specs(exports.strong),
            noarch=evaluator.specs(exports.noarch),
            weak_constraints=evaluator.specs(exports.weak_constraints),
            strong_constraints=evaluator.specs(exports.strong_constraints),
        ),
        ignored_by_name=evaluator.packages(ignored.by_name),
        ignored_from_package=evaluator.packages(ignored.from_package),
    )


def _test(test: Test, evaluator: Evaluator) -> RenderedTest:
    if isinstance(test, ScriptTest):
        return RenderedTest(
            kind="script",
            script=render_script(test.script, evaluator),
            run=evaluator.specs(test.run),
            build=evaluator.specs(test.build),
            files=evaluator.strings((*test.recipe_files, *test.source_files)),
        )
    if isinstance(test, PythonTest):
        check, pythons = evaluator.value(test.pip_check), evaluator.strings(test.python_version)
        fields: dict[str, object] = {"pip_check": check} if check else {}
        if pythons:
            fields["python_version"] = pythons
        return RenderedTest(kind="python", imports=evaluator.strings(test.imports), fields=fields)
    return _other_test(test, evaluator)


def _other_test(
    test: ContentsTest | DownstreamTest | OtherTest, evaluator: Evaluator
) -> RenderedTest:
    if isinstance(test, DownstreamTest):
        name = evaluator.value(test.downstream)
        return RenderedTest(kind="downstream", fields={"downstream": name})
    block = test.contents if isinstance(test, ContentsTest) else test.fields
    fields = evaluator.data(block)
    assert isinstance(fields, dict)
    kind = "package_contents" if isinstance(test, ContentsTest) else next(iter(fields), "")
    return RenderedTest(kind=kind, fields=fields)


def _about(about: About, evaluator: Evaluator) -> dict[str, object]:
    fields = dict(evaluator.fields(about, ABOUT_FIELDS))
    if files := evaluator.paths(about.license_file):
        fields["license_file"] = files
    return fields
