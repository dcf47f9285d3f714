"""A v1 recipe arranged as v0 has it, without what v0 has no words for, each noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from condax.recipe.convert.choices import as_choice, with_chosen_env
from condax.recipe.convert.commands import file_beside
from condax.recipe.convert.tests_v0 import module_test, run_by_name
from condax.recipe.convert.tests_v1 import TEST_FILES
from condax.recipe.emit_v0_scripts import is_runnable, output_script
from condax.recipe.inherit import all_outputs, inherited_staging, known_name, plain_name
from condax.recipe.model import (
    About,
    Build,
    IgnoreRunExports,
    OtherTest,
    Output,
    PythonTest,
    Recipe,
    Requirements,
    RunExports,
    Script,
    ScriptTest,
    Source,
)
from condax.recipe.script_file import script_file
from condax.recipe.values import (
    Block,
    Conditional,
    Data,
    Item,
    SourceSpan,
    Text,
    leaves,
    value_leaves,
)

if TYPE_CHECKING:
    from condax.recipe.model import ExtraFields, Test

Note = Callable[[str, "SourceSpan | None"], None]
"""Says what is left out, and where it stands."""

Part = TypeVar("Part", Recipe, Output)
NONE: frozenset[str] = frozenset()
BUILD_FIELDS = frozenset({"always_include_files", "always_copy_files"})
PYTHON_FIELDS = frozenset({"skip_pyc_compilation", "site_packages_path"})
LINKING = frozenset({"rpaths", "binary_relocation", "missing_dso_allowlist", "rpath_allowlist"})
SOURCE_FIELDS = {"depth": "git_depth"}


class V0Arranger:
    """Arranges the parts of one recipe; `note` is told what is lost."""

    def __init__(self, note: Note, beside: frozenset[str] = NONE) -> None:
        """`note` gets the words for what is left out, and its place."""
        self.note = note
        self.beside = beside
        self.run_by_itself: frozenset[str] = NONE
        """Files of tests that conda-build runs for the package at hand."""

    def recipe(self, recipe: Recipe) -> Recipe:
        """The whole recipe."""
        fields = self._fields(recipe.extra_fields, recipe.document)
        recipe = replace(recipe, extra_fields=fields)
        if not recipe.outputs:
            self.run_by_itself = self.beside & frozenset(TEST_FILES)
            self._note_tests(recipe)
            return self._part(recipe)
        top = self._top(recipe)
        outputs = tuple(
            self._output(top, each) for each in all_outputs(recipe) if not each.is_staging
        )
        return replace(top, outputs=outputs)

    def _note_tests(self, recipe: Recipe) -> None:
        """Files of tests that conda-build runs and no test of the recipe does."""
        scripts = (t.script for t in recipe.tests if isinstance(t, ScriptTest))
        files = (script_file(script) for script in scripts)
        run = {file.value for file in files if isinstance(file, Text)}
        for name in sorted(self.run_by_itself - run):
            span = recipe.document.key_span("tests") or recipe.package.span
            self.note(f"that `{name}` beside the recipe is no test", span)

    def _top(self, recipe: Recipe) -> Recipe:
        """What stands above the outputs: name, version, and what the one staging output does."""
        listed = [output for output in all_outputs(recipe) if not output.is_staging]
        stagings = [output for output in all_outputs(recipe) if output.is_staging]
        taken = {inherited_staging(output) for output in listed}
        for output in stagings[1:] if taken != {None} else stagings:
            self.note("more than one staging output", output.span)
        if stagings and None in taken:
            self.note("a staging output that only some packages inherit from", stagings[0].span)
        package = recipe.package
        names = {known_name(recipe, output.package.name) for output in listed}
        top_name = plain_name(package.name)
        if top_name is None or known_name(recipe, package.name) in names:
            # In v0 an output of the recipe's own name takes everything from the top level.
            name = f"{top_name or plain_name(listed[0].package.name)}-split"
            package = replace(package, name=Text(value=name))
        if package.version is None:
            package = replace(package, version=listed[0].package.version)
        staging = stagings[0] if stagings else Output(package=package)
        build = self._build(replace(recipe.build, script=staging.build.script))
        return replace(
            recipe,
            package=package,
            source=tuple(map(self._source, staging.source if stagings else recipe.source)),
            build=Build(
                number=build.number, string=build.string, skip=build.skip, script=build.script
            ),
            requirements=staging.requirements if stagings else Requirements(),
            tests=(),
            about=self._about(recipe.about),
        )

    def _output(self, top: Recipe, output: Output) -> Item[Output]:
        """One package without what v0 gives it anyway, under the conditions of its list."""
        conditions = output.conditions
        if isinstance(output.inherit, Block):
            self.note("`inherit` with more than a name", output.inherit.span)
        part = self._part(replace(output, inherit=None, conditions=()))
        same = part.package.version == top.package.version
        package = replace(part.package, version=None) if same else part.package
        build = _own_build(top.build, part)
        about = About() if replace(part.about, span=None) == top.about else part.about
        source = () if part.source == top.source else part.source
        made = replace(part, package=package, build=build, about=about, source=source)
        if not conditions:
            return made
        condition = " and ".join(f"({each})" for each in conditions)
        condition = conditions[0] if len(conditions) == 1 else condition
        return Conditional(condition=Text(value=condition), then=(made,))

    def _part(self, part: Part) -> Part:
        """A recipe of one package, or an output."""
        is_output = isinstance(part, Output)
        changes = {
            "source": tuple(map(self._source, part.source)),
            "build": self._build(part.build, is_output=is_output),
            "tests": tuple(test for each in part.tests for test in self._test(each)),
            "about": self._about(part.about),
        }
        return replace(part, **changes)  # type: ignore[arg-type]

    def _fields(
        self, fields: ExtraFields, block: Block | None, known: frozenset[str] = NONE
    ) -> ExtraFields:
        for key, value in fields:
            if key not in known:
                span = block.key_span(key) if block is not None else None
                self.note(f"{key!r}", span or _place(value))
        return tuple(pair for pair in fields if pair[0] in known)

    def _source(self, source: Item[Source]) -> Item[Source]:
        if isinstance(source, Conditional):
            return _mapped(source, self._source)
        fields = self._fields(source.extra_fields, None, frozenset(SOURCE_FIELDS))
        renamed = tuple((SOURCE_FIELDS[key], value) for key, value in fields)
        return replace(source, extra_fields=renamed)

    def _build(self, build: Build, *, is_output: bool = False) -> Build:
        if build.variant.down_prioritize is not None:
            self.note("`down_prioritize_variant`", build.variant.span)
        linking = build.dynamic_linking
        if linking is not None:
            kept = self._fields(linking.entries, linking, LINKING)
            linking = replace(linking, entries=kept, key_spans=())
        python = build.python
        kept = self._fields(python.extra_fields, None, PYTHON_FIELDS)
        return replace(
            build,
            variant=replace(build.variant, down_prioritize=None),
            dynamic_linking=linking,
            python=replace(python, extra_fields=kept),
            files=self._files(build.files, is_output=is_output),
            script=self._script(build.script),
            extra_fields=self._fields(build.extra_fields, None, BUILD_FIELDS),
        )

    def _files(self, files: Data | None, *, is_output: bool) -> Data | None:
        """v0 has a list of files, and only in outputs."""
        if files is not None and not is_output:
            self.note("`files` of a recipe with one package", _place(files))
            return None
        if isinstance(files, Block):
            if files.get("exclude") is not None:
                self.note("`exclude` of `files`", files.key_span("exclude"))
            return files.get("include")
        return files

    def _script(self, script: Script | None) -> Script | None:
        if script is None:
            return None
        if script.interpreter is not None:
            self.note("the `interpreter` of a script", script.span)
        fields, script = self._fields(script.extra_fields, None), with_chosen_env(script)
        bare = replace(script, interpreter=None, extra_fields=())
        file = script_file(bare) if not self.beside else file_beside(bare, self.beside)
        if file is None:
            # A single command may have the name of a file that is not there.
            return replace(script, interpreter=None, extra_fields=fields, is_command=True)
        chosen = as_choice(file)
        if chosen is None or not all(is_runnable(each.value) for each in value_leaves(chosen)):
            self.note("the `file` of a script, whose name tells no program,", script.span)
            chosen = None
        return replace(script, interpreter=None, extra_fields=fields, file=chosen, content=())

    def _about(self, about: About) -> About:
        return replace(about, extra_fields=self._fields(about.extra_fields, None, NONE))

    def _test(self, test: Item[Test]) -> tuple[Item[Test], ...]:
        """The tests that v0 can run in its place."""
        if isinstance(test, Conditional):
            return (
                Conditional(
                    condition=test.condition,
                    then=tuple(t for each in test.then for t in self._test(each)),
                    otherwise=tuple(t for each in test.otherwise for t in self._test(each)),
                    span=test.span,
                ),
            )
        if isinstance(test, ScriptTest):
            script = self._script(test.script)
            assert script is not None
            fields = self._fields(test.extra_fields, None)
            return (self._with_file(replace(test, script=script, extra_fields=fields)),)
        if isinstance(test, PythonTest):
            return (self._python_test(test),)
        return self._other_test(test) if isinstance(test, OtherTest) else (test,)

    def _with_file(self, test: ScriptTest) -> ScriptTest:
        """The `file` of a test's script as a command that runs it, and the file beside it."""
        file = test.script.file
        if file is None:
            return test
        named = output_script(file)
        assert named is not None
        if isinstance(named, Text) and named.value in self.run_by_itself:
            is_shell = named.value.endswith(".sh")
            runs = Conditional(condition=Text(value="win"), then=(run_by_name(named),))
            content = (runs,) if is_shell else ()
            return replace(test, script=replace(test.script, content=content, file=None))
        return replace(
            test,
            script=replace(test.script, content=(run_by_name(named),), file=None),
            recipe_files=(*test.recipe_files, named),
        )

    def _python_test(self, test: PythonTest) -> PythonTest:
        """v0 tests with one Python."""
        versions = list(leaves(test.python_version))
        if len(versions) > 1:
            self.note("a test with several versions of Python", versions[1].span)
        fields = self._fields(test.extra_fields, None)
        return replace(test, python_version=tuple(versions[:1]), extra_fields=fields)

    def _other_test(self, test: OtherTest) -> tuple[Item[Test], ...]:
        made = module_test(test)
        if made is None:
            self.note("this kind of test", test.span)
        return () if made is None else (made,)


def _own_build(above: Build, part: Output) -> Build:
    """What an output has to say: one with a `build` of its own takes only number and skip."""
    own = tuple(item for item in part.build.skip if item not in above.skip)
    same = part.build.number == above.number
    build = replace(part.build, number=None if same else part.build.number, skip=own)
    needs = part.requirements
    alone = replace(build, string=None) == Build()
    alone = alone and needs.run_exports == RunExports()
    if alone and needs.ignore_run_exports == IgnoreRunExports() and build.string == above.string:
        return Build()
    return build


def _mapped(
    item: Conditional[Source], change: Callable[[Item[Source]], Item[Source]]
) -> Conditional[Source]:
    return Conditional(
        condition=item.condition,
        then=tuple(map(change, item.then)),
        otherwise=tuple(map(change, item.otherwise)),
        span=item.span,
    )


def _place(data: Data) -> SourceSpan | None:
    """Where some data begins."""
    if isinstance(data, Block | Text | Conditional):
        return data.span
    return next((place for place in map(_place, data) if place is not None), None)
