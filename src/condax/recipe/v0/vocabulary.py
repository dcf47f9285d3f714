"""conda-build's keys to those of the v1 format, so that one builder serves both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.stage0_values import is_null
from condax.recipe.v0.skips import skip_conditions
from condax.recipe.v0.testing import list_of_tests
from condax.recipe.values import (
    NO_ENTRIES,
    Block,
    Conditional,
    Data,
    SourceSpan,
    Text,
    placed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Entry = tuple[str, Data, "SourceSpan | None"]

SOURCE = {
    "fn": "file_name",
    "folder": "target_directory",
    "git_url": "git",
    "git_rev": "rev",
    "git_tag": "tag",
    "git_branch": "branch",
    "git_depth": "depth",
}
ABOUT = {"home": "homepage", "dev_url": "repository", "doc_url": "documentation"}
BUILD = {
    "merge_build_host": "merge_build_and_host_envs",
    "no_link": "always_copy_files",
}
PYTHON = {
    "entry_points": "entry_points",
    "python_version_independent": "version_independent",
    "skip_compile_pyc": "skip_pyc_compilation",
    "python_site_packages_path": "site_packages_path",
}
VARIANT = {"force_use_keys": "use_keys", "force_ignore_keys": "ignore_keys"}
LINKING = {
    "rpaths": "rpaths",
    "binary_relocation": "binary_relocation",
    "missing_dso_whitelist": "missing_dso_allowlist",
    "missing_dso_allowlist": "missing_dso_allowlist",
    "runpath_whitelist": "rpath_allowlist",
    "runpath_allowlist": "rpath_allowlist",
}
TO_REQUIREMENTS = ("run_exports", "ignore_run_exports", "ignore_run_exports_from")
OUTPUT_BUILD = ("number", "string", "noarch", "noarch_python", "entry_points", "run_exports")
"""Keys of an output that belong to its build section."""


def with_v1_keys(document: Block) -> Block:
    """A whole v0 document with the keys that say the same in v1."""
    return placed(_package_entries(list(_entries(document))), document.span)


def _package_entries(entries: list[Entry]) -> list[Entry]:
    """The sections of a recipe or of one output."""
    found: list[Entry] = []
    moved: list[Entry] = []
    for key, data, at in entries:
        if key == "build":
            build, moved = _build(data)
            found.append((key, build, at))
        elif key in SECTIONS:
            found.append((RENAMED.get(key, key), SECTIONS[key](data), at))
        else:
            found.append((key, data, at))
    return _with_requirements(found, moved) if moved else found


def _with_requirements(entries: list[Entry], moved: list[Entry]) -> list[Entry]:
    """Run-exports, which v0 has in `build`, among the requirements."""
    names = [key for key, _, _ in entries]
    if "requirements" not in names:
        return [*entries, ("requirements", placed(_run_exports(moved), None), moved[0][2])]
    place = names.index("requirements")
    _, data, at = entries[place]
    if not isinstance(data, Block) and not is_null(data):
        return entries
    block = data if isinstance(data, Block) else NO_ENTRIES
    joined = placed([*_entries(block), *_run_exports(moved)], block.span)
    return [*entries[:place], ("requirements", joined, at), *entries[place + 1 :]]


def _run_exports(moved: list[Entry]) -> Iterator[Entry]:
    ignored: list[Entry] = []
    for key, data, at in moved:
        if key == "run_exports":
            yield key, _exports(data), at
        else:
            name = "by_name" if key == "ignore_run_exports" else "from_package"
            ignored.append((name, data, at))
    if ignored:
        yield "ignore_run_exports", placed(ignored, None), ignored[0][2]


def _exports(data: Data) -> Data:
    if not isinstance(data, Block):
        return data
    names = {"weak_constrains": "weak_constraints", "strong_constrains": "strong_constraints"}
    return _renamed(data, names)


def _build(data: Data) -> tuple[Data, list[Entry]]:
    """The build section and the entries of it that v1 has in `requirements`."""
    if not isinstance(data, Block):
        return data, []
    found: list[Entry] = []
    moved: list[Entry] = []
    groups: dict[str, list[Entry]] = {"python": [], "variant": [], "dynamic_linking": []}
    for key, value, at in _entries(data):
        if key in TO_REQUIREMENTS:
            moved.append((key, value, at))
        elif key in PYTHON:
            groups["python"].append((PYTHON[key], value, at))
        elif key in VARIANT:
            groups["variant"].append((VARIANT[key], value, at))
        elif key in LINKING:
            groups["dynamic_linking"].append((LINKING[key], value, at))
        elif key != "script_env":
            found.append((BUILD.get(key, key), _build_value(key, value), at))
    found = [_noarch_python(entry) for entry in found]
    found += [(name, placed(group, None), group[0][2]) for name, group in groups.items() if group]
    environment = data.get("script_env")
    return placed(_with_environment(found, environment), data.span), moved


def _noarch_python(entry: Entry) -> Entry:
    return ("noarch", Text(value="python"), entry[2]) if entry[0] == "noarch_python" else entry


def _build_value(key: str, value: Data) -> Data:
    if key == "script" and isinstance(value, Block) and value.get("file") is None:
        # Only the script of an output, which is a file, has become a mapping.
        return (value,)
    return skip_conditions(_items(value)) if key == "skip" else value


def _items(value: Data) -> tuple[Data, ...]:
    return value if isinstance(value, tuple) else (value,)


def _with_environment(entries: list[Entry], environment: Data | None) -> list[Entry]:
    """`script_env` as the `env` and `secrets` of the script."""
    if environment is None:
        return entries
    env: list[Entry] = []
    secrets: list[Data] = []
    for item in _items(environment):
        named = _variable(item)
        if named is None:
            secrets.append(item)
        else:
            env.append((*named, None))
    script = next((data for key, data, _ in entries if key == "script"), None)
    parts: list[Entry] = []
    if isinstance(script, Block):
        # An output's `script` is a file, told apart from commands already.
        parts = list(_entries(script))
    elif script is not None:
        parts = [("content", script, None)]
    parts += [("env", placed(env, None), None)] if env else []
    parts += [("secrets", tuple(secrets), None)] if secrets else []
    kept = [entry for entry in entries if entry[0] != "script"]
    return [*kept, ("script", placed(parts, None), None)]


def _variable(item: Data) -> tuple[str, Data] | None:
    """`NAME=value`, perhaps under a condition, as name and value; `None` for a name alone."""
    if isinstance(item, Text):
        name, equals, value = item.value.partition("=")
        # An expression behind the name is part of a text, however little else is in it.
        made = replace(item, value=value, quoted=item.has_expression)
        return (name, made) if equals else None
    if not isinstance(item, Conditional) or item.otherwise or len(item.then) != 1:
        return None
    named = _variable(item.then[0])
    return None if named is None else (named[0], replace(item, then=(named[1],)))


def _output_requirements(data: Data, at: SourceSpan | None) -> Data:
    """A plain list, which only outputs may have, as what host and run need."""
    if isinstance(data, Block) or is_null(data):
        return data
    return placed([("host", data, at), ("run", data, at)], at)


def _renaming(names: Mapping[str, str]) -> Callable[[Data], Data]:
    """Gives the keys of all mappings of a section other names."""
    return lambda data: _mapped(data, lambda block: _renamed(block, names))


def _mapped(data: Data, change: Callable[[Block], Block]) -> Data:
    """The same with every mapping of it changed, in lists and under conditions too."""
    if isinstance(data, Block):
        return change(data)
    if isinstance(data, Conditional):
        return Conditional(
            condition=data.condition,
            then=tuple(_mapped(item, change) for item in data.then),
            otherwise=tuple(_mapped(item, change) for item in data.otherwise),
            span=data.span,
        )
    return tuple(_mapped(item, change) for item in data) if isinstance(data, tuple) else data


def _outputs(data: Data) -> Data:
    return _mapped(data, _output)


def _output(block: Block) -> Block:
    """`name` and `version` as the package; keys of the build section moved there."""
    package: list[Entry] = []
    build: list[Entry] = []
    rest: list[Entry] = []
    for key, value, at in _entries(block):
        if key in {"name", "version"}:
            package.append((key, value, at))
        elif key in OUTPUT_BUILD or key == "files":
            build.append((key, value, at))
        elif key == "script":
            build.append((key, placed([("file", value, at)], None), at))
        elif key == "requirements":
            rest.append((key, _output_requirements(value, at), at))
        else:
            rest.append((key, value, at))
    own, place = next(((value, at) for key, value, at in rest if key == "build"), (None, None))
    is_section = own is None or isinstance(own, Block) or is_null(own)
    if is_section and (build or own is not None):
        # Without a place: what an output has no section for, it takes from the top level.
        section = own if isinstance(own, Block) else Block(entries=(), span=place)
        entries = list(_entries(section))
        entries += [entry for entry in build if section.get(entry[0]) is None]
        rest = [entry for entry in rest if entry[0] != "build"]
        rest.insert(0, ("build", placed(entries, section.span), build[0][2] if build else place))
    entries = [("package", placed(package, block.span), block.span), *rest]
    return placed(_package_entries(entries), block.span)


def _entries(block: Block) -> Iterator[Entry]:
    spans = block.key_spans or (None,) * len(block.entries)
    for (key, value), at in zip(block.entries, spans, strict=True):
        yield key, value, at


def _renamed(block: Block, names: Mapping[str, str]) -> Block:
    entries = tuple((names.get(key, key), value) for key, value in block.entries)
    return Block(entries=entries, span=block.span, key_spans=block.key_spans)


RENAMED = {"test": "tests"}
SECTIONS: Mapping[str, Callable[[Data], Data]] = {
    "requirements": _renaming({"run_constrained": "run_constraints"}),
    "source": _renaming(SOURCE),
    "about": _renaming(ABOUT),
    "test": list_of_tests,
    "outputs": _outputs,
}
