"""Recipes that hypothesis makes up: stage 0 in the form that reading a file gives it."""

from __future__ import annotations

from hypothesis import strategies as st

from condax.recipe.model import (
    About,
    Build,
    ContentsTest,
    ContextVariable,
    IgnoreRunExports,
    Output,
    Package,
    PythonBuild,
    PythonTest,
    Recipe,
    Requirements,
    RunExports,
    Script,
    ScriptTest,
    Source,
)
from condax.recipe.values import Block, Conditional, Text, Texts
from condax.recipe.yaml_text import string_text

WORDS = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
CONDITIONS = st.sampled_from(
    ("linux", "win or osx", "build_platform != host_platform", "not unix", 'mpi == "openmpi"')
)
ODD = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn")),
    min_size=1,
    max_size=8,
)
SPECS = st.builds(lambda name, rest: name + rest, WORDS, st.sampled_from(("", " >=1.2", " 3.*")))
CALLS = st.sampled_from(('${{ compiler("c") }}', '${{ stdlib("c") }}', "name ${{ version }}.*"))
TRICKY = st.sampled_from(("a: b", "# no", "- x"))
LINES = st.lists(st.sampled_from(("make", "echo 'a: b' # c", "x=1")), min_size=2, max_size=3)


TEXTS = st.one_of(SPECS, CALLS, TRICKY, ODD, LINES.map("\n".join)).map(string_text)
ADDRESSES = WORDS.map(lambda word: string_text(f"https://example.org/{word} #b"))
NEEDS = st.one_of(SPECS, CALLS).map(string_text)
CHECKSUMS = st.none() | st.from_regex(r"[0-9a-f]{64}", fullmatch=True).map(string_text)
VALUES = st.none() | TEXTS
NUMBERS = st.none() | st.integers(0, 20).map(lambda n: Text(value=str(n)))


def lists(of: st.SearchStrategy[Text] = TEXTS, *, least: int = 0) -> st.SearchStrategy[Texts]:
    """Lists in which some items are under conditions."""
    branch = st.lists(of, min_size=1, max_size=2).map(tuple)
    conditional = st.builds(
        Conditional,
        condition=CONDITIONS.map(lambda c: Text(value=c)),
        then=branch,
        otherwise=st.just(()) | branch,
    )
    return st.lists(of | conditional, min_size=least, max_size=2).map(tuple)


PLAIN_LISTS = st.lists(SPECS.map(string_text), max_size=2).map(tuple)
FUNCTIONS = st.from_regex(r"[a-z_]{1,5}(\.[a-z_]{1,5})?:[a-z_]{1,5}", fullmatch=True)
ENTRY_POINTS = st.lists(FUNCTIONS.map(lambda f: string_text(f"run = {f}")), max_size=2).map(tuple)
SCRIPTS = st.builds(Script, content=lists(least=1))
SOURCES = st.builds(
    Source,
    url=st.lists(ADDRESSES, min_size=1, max_size=2).map(tuple),
    sha256=CHECKSUMS,
    patches=lists(),
    target_directory=VALUES,
)
REQUIREMENTS = st.builds(
    Requirements,
    build=lists(NEEDS),
    host=lists(NEEDS),
    run=lists(NEEDS),
    run_constraints=lists(NEEDS),
    run_exports=st.builds(RunExports, weak=lists(NEEDS), strong=lists(NEEDS)),
    ignore_run_exports=st.builds(IgnoreRunExports, by_name=lists(NEEDS), from_package=PLAIN_LISTS),
)
PLAIN_REQUIREMENTS = st.builds(
    Requirements,
    build=lists(SPECS.map(string_text)),
    host=lists(SPECS.map(string_text)),
    run=lists(SPECS.map(string_text)),
)
"""Requirements without anything that only one format has."""
BUILDS = st.builds(
    Build,
    number=NUMBERS,
    string=VALUES,
    script=st.none() | SCRIPTS,
    noarch=st.none() | st.just(Text(value="python")),
    skip=st.lists(CONDITIONS.map(lambda c: Text(value=c)), max_size=2).map(tuple),
    python=st.builds(PythonBuild, entry_points=ENTRY_POINTS),
)
CONTENTS = st.dictionaries(
    st.sampled_from(("bin", "lib", "files")),
    st.lists(SPECS.map(string_text), min_size=1, max_size=2).map(tuple),
    min_size=1,
    max_size=2,
).map(lambda d: ContentsTest(contents=Block(entries=tuple(d.items()))))
TESTS = st.lists(
    st.one_of(
        st.builds(ScriptTest, script=SCRIPTS, run=lists()),
        st.builds(
            PythonTest, imports=st.lists(SPECS.map(string_text), min_size=1, max_size=2).map(tuple)
        ),
        CONTENTS,
    ),
    max_size=2,
).map(tuple)
ABOUTS = st.builds(
    About,
    homepage=st.none() | ADDRESSES,
    license=st.none() | st.sampled_from(("MIT", "MIT OR (0BSD AND X11)")).map(string_text),
    license_file=lists(WORDS.map(string_text)),
    summary=VALUES,
    description=VALUES,
)
VERSIONS = st.from_regex(r"[1-9]\.[0-9]\.[1-9][a-z]?", fullmatch=True)
PACKAGES = st.builds(Package, name=WORDS.map(string_text), version=VERSIONS.map(string_text))
OUTPUTS = st.one_of(
    st.builds(Output, package=PACKAGES, build=BUILDS),
    st.builds(Output, package=PACKAGES, tests=TESTS, about=ABOUTS),
)
CONTEXTS = st.dictionaries(
    st.from_regex(r"v[a-z_]{0,5}", fullmatch=True), SPECS.map(string_text), max_size=3
).map(lambda d: tuple(ContextVariable(name=k, value=v) for k, v in d.items()))

RECIPES = st.one_of(
    st.builds(Recipe, context=CONTEXTS, package=PACKAGES),
    st.builds(Recipe, package=PACKAGES, source=st.lists(SOURCES, max_size=2).map(tuple)),
    st.builds(Recipe, package=PACKAGES, build=BUILDS),
    st.builds(Recipe, package=PACKAGES, requirements=REQUIREMENTS),
    st.builds(Recipe, package=PACKAGES, tests=TESTS),
    st.builds(Recipe, package=PACKAGES, about=ABOUTS),
    st.builds(
        Recipe, package=PACKAGES, outputs=st.lists(OUTPUTS, min_size=1, max_size=2).map(tuple)
    ),
)
"""Recipes that a v1 file can hold, one section at a time so that failures are small."""


V0_TESTS = st.lists(
    st.one_of(
        st.builds(ScriptTest, script=SCRIPTS, run=lists(SPECS.map(string_text))),
        st.builds(
            PythonTest,
            imports=st.lists(WORDS.map(string_text), min_size=1, max_size=2).map(tuple),
            pip_check=st.none() | st.just(Text(value="false")),
        ),
    ),
    max_size=2,
).map(tuple)
V0_OUTPUTS = st.one_of(
    st.builds(Output, package=PACKAGES, build=BUILDS),
    st.builds(Output, package=PACKAGES, tests=V0_TESTS, about=ABOUTS),
    st.builds(Output, package=PACKAGES, requirements=REQUIREMENTS),
)
TOP = Package(name=Text(value="whole-split"), version=Text(value="1.0.0"))
V0_RECIPES = st.one_of(
    st.builds(Recipe, context=CONTEXTS, package=PACKAGES),
    st.builds(Recipe, package=PACKAGES, source=st.lists(SOURCES, max_size=2).map(tuple)),
    st.builds(Recipe, package=PACKAGES, build=BUILDS),
    st.builds(Recipe, package=PACKAGES, requirements=REQUIREMENTS),
    st.builds(Recipe, package=PACKAGES, tests=V0_TESTS),
    st.builds(Recipe, package=PACKAGES, about=ABOUTS),
    st.builds(
        Recipe,
        package=st.just(TOP),
        outputs=st.lists(V0_OUTPUTS, min_size=1, max_size=2).map(tuple),
    ),
)
"""Recipes that a v0 file can hold."""
