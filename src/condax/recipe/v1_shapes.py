"""What rattler-build asks of the values of a `recipe.yaml` beyond what both formats have in common.

v0 takes one value for a list of one, and any word for a number. A key with nothing behind it is one
that is not there, in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe import stage0_shapes
from condax.recipe.stage0_shapes import check_fields, mapping_of
from condax.recipe.stage0_values import as_block, is_null, texts, value
from condax.recipe.v1_places import blocks, check_places
from condax.recipe.v1_words import (
    LOWER_TRUTH,
    TRUTH,
    TRUTH_OR_LIST,
    WHOLE,
    YES_OR_NO,
    is_entry_point,
    is_variable,
    word,
)
from condax.recipe.values import Block, Conditional, Text, leaves

if TYPE_CHECKING:
    from condax.recipe.problems import Problems
    from condax.recipe.stage0_values import Reader, Readers
    from condax.recipe.values import Data, SourceSpan


def check_v1(document: Block, problems: Problems) -> None:
    """Note what rattler-build refuses and the readers of both formats do not."""
    check_fields(document, TOP, problems)
    check_places(document, problems)
    outputs = document.get("outputs")
    if outputs is not None and (is_null(outputs) or outputs == ()):
        span = document.key_span("outputs")
        problems.add("missing-value", "there is no output", "list some, or remove the key", span)


def _list(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    """A list; what else is wrong with it is said where its items are read."""
    if isinstance(data, Text | Conditional):
        message = f"a list is expected, not {'text' if isinstance(data, Text) else 'a condition'}"
        problems.add("unexpected-type", message, "write it below, behind `- `", data.span or at)


def _read_list(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    """A list of scalars that nothing else reads."""
    _list(data, at, problems)
    texts(data, at, problems)


def _lists(*keys: str) -> Readers:
    return dict.fromkeys(keys, _list)


def _within(readers: Readers, otherwise: Reader | None = None) -> Reader:
    """A mapping with such entries; what is none is for `otherwise`."""

    def read(data: Data, at: SourceSpan | None, problems: Problems) -> None:
        if isinstance(data, Block):
            check_fields(data, readers, problems)
        elif otherwise is not None:
            otherwise(data, at, problems)

    return read


def _section(readers: Readers) -> Reader:
    """A mapping that stands there under every condition."""
    read_entries = _within(readers)

    def read(data: Data, at: SourceSpan | None, problems: Problems) -> None:
        if isinstance(data, Block) and data.get("if") is not None:
            hint = "write `if` at the items of its lists"
            problems.add("unexpected-type", NO_CONDITION, hint, data.key_span("if"))
        read_entries(data, at, problems)

    return read


NO_CONDITION = "rattler-build knows no condition here"


def _list_of(readers: Readers) -> Reader:
    """A list of mappings with such entries, under conditions or not."""

    def read(data: Data, at: SourceSpan | None, problems: Problems) -> None:
        if not isinstance(data, tuple):
            message = "a list is expected, not a single value"
            problems.add("unexpected-type", message, "write it below, behind `- `", at)
        for block in blocks(data):
            check_fields(block, readers, problems)

    return read


def _without_conditions(data: Data, hint: str, problems: Problems) -> None:
    for item in data if isinstance(data, tuple) else (data,):
        if isinstance(item, Conditional):
            problems.add("unexpected-type", NO_CONDITION, hint, item.span)


def _outputs(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    if data != ():
        _list_of(OUTPUT)(data, at, problems)
        _without_conditions(data, "say in the output when to `skip:` it", problems)


def _replacements(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    """Files, what to look for in them, and what to put in its place."""
    _list_of({"files": _list_of({})})(data, at, problems)
    for block in blocks(data):
        for key in ("files", "regex", "replacement"):
            if block.get(key) is None:
                message = f"there is no `{key}:`"
                problems.add("missing-value", message, "add it", block.span)


def _steps(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    _list_of(STEP)(data, at, problems)
    for item in data if isinstance(data, tuple) else ():
        block = as_block(item, at, problems)
        _one_of(block, ("run",), at, problems)
        _environment(block.get("env") or (), at, problems)


def _environment(data: Data, _: SourceSpan | None, problems: Problems) -> None:
    for block in blocks(data):
        for name, _data in block.entries:
            if not is_variable(name):
                message = f"{name!r} is no name of a variable"
                hint = "use letters, digits and `_`"
                problems.add("unexpected-type", message, hint, block.key_span(name))


def _filter(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    FILES(data, at, problems)
    stage0_shapes.FILES(data, at, problems)


def _secrets(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    _list(data, at, problems)
    _without_conditions(data, "give the variable to every build", problems)


def _entry_points(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    _list(data, at, problems)
    for each in leaves(data if isinstance(data, tuple) else ()):
        if isinstance(each, Text) and not (each.has_expression or is_entry_point(each.value)):
            message = f"`{each.value}` is no entry point"
            problems.add("unexpected-type", message, "write `name = module:function`", each.span)


def _build(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    _section(BUILD)(data, at, problems)
    if isinstance(data, Block):
        _only_one_of(data, ("script", "steps"), problems)


def _only_one_of(block: Block, keys: tuple[str, ...], problems: Problems) -> None:
    first, *others = [key for key, _ in block.entries if key in keys] or [""]
    for key in others:
        message = f"`{key}` stands beside `{first}`"
        problems.add("unexpected-type", message, "remove one", block.key_span(key))


def _context(data: Data, _: SourceSpan | None, problems: Problems) -> None:
    hint = "choose with `${{ a if condition else b }}`"
    for block in blocks(data):
        for key, values in block.entries:
            _without_conditions(values, hint, problems)
            if "-" in key:
                message = f"expressions read {key!r} as a subtraction"
                at = block.key_span(key)
                problems.add("unexpected-type", message, "write `_` for `-`", at)


FILES = _within(_lists("include", "exclude"), _list)
PLACES = _within(_lists("exists", "not_exists"), _list)
SCRIPT = _section({"secrets": _secrets, "cwd": value, "interpreter": value, "env": _environment})
BUILD: Readers = {
    **_lists("always_copy_files", "always_include_files"),
    "number": word("[+]?[0-9]{1,19}", "a whole number", or_quoted=True),
    "files": FILES,
    "script": SCRIPT,
    "merge_build_and_host_envs": TRUTH,
    "post_process": _replacements,
    "steps": _steps,
    "variant": _within(
        {**_lists("use_keys", "ignore_keys"), "down_prioritize_variant": WHOLE},
    ),
    "python": _within(
        {
            "entry_points": _entry_points,
            "skip_pyc_compilation": _list,
            "use_python_app_entrypoint": TRUTH,
            "version_independent": LOWER_TRUTH,
        }
    ),
    "dynamic_linking": _within(
        {
            **_lists("rpaths", "missing_dso_allowlist", "rpath_allowlist"),
            "binary_relocation": TRUTH_OR_LIST,
        }
    ),
    "prefix_detection": _within(
        {
            "ignore": TRUTH_OR_LIST,
            "ignore_binary_files": TRUTH,
            "force_file_type": _within(_lists("text", "binary")),
        }
    ),
}
EXPORTS = _lists("weak", "strong", "noarch", "weak_constraints", "strong_constraints")
REQUIREMENTS: Readers = {
    **_lists("build", "host", "run", "run_constraints"),
    "run_exports": _within(EXPORTS, _list),
    "ignore_run_exports": _within(_lists("by_name", "from_package")),
}
SOURCE: Readers = {
    "patches": _list,
    "filter": _filter,
    **dict.fromkeys(("use_gitignore", "lfs", "submodules"), TRUTH),
    "depth": WHOLE,
}
STEP: Readers = {"run": texts, "env": as_block, "if": value, "cwd": value, "interpreter": value}
ORIGINS = ("url", "path", "git")
KINDS = ("python", "perl", "r", "ruby", "script", "downstream", "package_contents")
CONTENTS = dict.fromkeys(("files", "bin", "lib", "include", "site_packages"), PLACES)
TEST: Readers = {
    "requirements": _within(_lists("build", "run")),
    "files": _within(_lists("source", "recipe")),
    "python": _within({"pip_check": TRUTH}),
    "perl": mapping_of({"uses": _read_list}),
    "r": mapping_of({"libraries": _read_list}),
    "ruby": mapping_of({"requires": _read_list}),
    "package_contents": _within({**CONTENTS, "strict": YES_OR_NO}),
    "script": SCRIPT,
}


def _sources(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    for block in blocks(data):
        check_fields(block, SOURCE, problems)
        _one_of(block, ORIGINS, at, problems)
        if block.get("url") == ():
            span = block.key_span("url")
            problems.add("missing-value", "there is no address", "write one", span)
        _only_one_of(block, ORIGINS, problems)
        _only_one_of(block, ("rev", "tag", "branch"), problems)


def _tests(data: Data, at: SourceSpan | None, problems: Problems) -> None:
    _list_of(TEST)(data, at, problems)
    for block in blocks(data):
        _one_of(block, KINDS, at, problems)


def _one_of(block: Block, keys: tuple[str, ...], at: SourceSpan | None, problems: Problems) -> None:
    if all(block.get(key) is None for key in keys):
        message = f"none of {', '.join(keys)} is here"
        problems.add("missing-value", message, "say what it is", block.span or at)


def _inherit(data: Data, _: SourceSpan | None, problems: Problems) -> None:
    if not isinstance(data, Block):
        return
    check_fields(data, {"run_exports": YES_OR_NO}, problems)
    staging = data.get("from")
    if staging is None or is_null(staging) or staging == Text(value="", quoted=True):
        problems.add("missing-value", "there is no `from:`", "name a staging output", data.span)


SECTIONS: Readers = {
    "source": _sources,
    "build": _build,
    "requirements": _section(REQUIREMENTS),
    "tests": _tests,
}
OUTPUT: Readers = {**SECTIONS, "inherit": _inherit}
TOP: Readers = {**SECTIONS, "context": _context, "outputs": _outputs}
