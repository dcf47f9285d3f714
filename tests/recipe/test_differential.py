"""Stage 1 of v1 recipes is the one that rattler-build renders, native and cross."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rattler_build as rb
from rattler import MatchSpec

from condax.build.skips import probe_text, read_answer, skip_conditions
from condax.platforms import Platforms, get_platform
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import load_recipe
from condax.recipe.rattler import rattler_recipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.recipe.rendered import RenderedOutput, Specs

HERE = Path(__file__).parent
RECIPES = sorted(
    [*(HERE / "corpus").rglob("*recipe.yaml"), *(HERE.parents[1] / "recipes").glob("*/recipe.yaml")]
)
PAIRS = [
    ("linux-64", "linux-64"),
    ("linux-64", "linux-aarch64"),
    ("linux-64", "linux-ppc64le"),
    ("osx-arm64", "osx-arm64"),
    ("win-64", "win-64"),
]
VARIANT: dict[str, str | int | bool] = {
    "c_compiler_version": "14",
    "c_stdlib": "sysroot",
    "c_stdlib_version": "2.17",
    "cuda_compiler_version": "None",
    "freethreading": "no",
    "is_abi3": False,
    "megabuild": True,
    "mpi": "openmpi",
    "is_python_min": True,
    "numpy": "2.2",
    "python": "3.12.* *_cpython",
    "python_impl": "cpython",
    "python_min": "3.10",
    "r_base": "4.4",
}


REFUSED = {"anchors.recipe.yaml": "anchor", "empty-sections.recipe.yaml": "mapping"}
"""What condax reads and rattler-build does not, with a word of what it says."""


def by_rattler_build(recipe: Path, build: str, host: str) -> dict[str, Mapping[str, Any]]:
    """Each package with its stage 1; `skip` says which condition holds, which stage 1 does not."""
    platform = rb.PlatformConfig(
        target_platform=host, host_platform=host, build_platform=build, experimental=True
    )
    variants = rb.VariantConfig({key: [value] for key, value in VARIANT.items()})
    config = rb.RenderConfig(platform=platform)
    stage0 = rb.Stage0Recipe.from_file(recipe)
    by_name = skip_conditions(stage0)
    probe = rattler_recipe(probe_text(recipe.read_text(encoding="utf-8"), by_name))
    (answer,) = probe.render(variants, config)
    reasons = read_answer(answer.recipe.to_dict()["requirements"]["run"], by_name).reasons
    tables = [each.recipe.to_dict() for each in stage0.render(variants, config)]
    names = [str(table["package"]["name"]) for table in tables]
    return {
        name: {**table, "skip": reasons[name]} for name, table in zip(names, tables, strict=True)
    }


def specs_of(entries: Sequence[Any] | None) -> list[str]:
    return sorted(_spec(entry) for entry in entries or ())


def _spec(entry: Any) -> str:
    if isinstance(entry, str):
        return str(MatchSpec(entry, strict=False))
    ((function, pin),) = entry.items()
    bounds = (pin.get("lower_bound"), pin.get("upper_bound"), pin.get("exact", False))
    return f"{function} {pin['name']} {bounds}"


def specs(found: Specs) -> list[str]:
    return sorted(
        str(MatchSpec(spec.text, strict=False))
        if spec.pin is None
        else f"{spec.pin.function} {spec.pin.name} "
        f"{(spec.pin.lower_bound, spec.pin.upper_bound, spec.pin.exact)}"
        for spec in found
    )


def script_of(table: Mapping[str, Any]) -> tuple[str, ...]:
    script = table.get("build", {}).get("script")
    if isinstance(script, dict):
        script = script.get("content", script.get("file"))
    if script is None:
        return ()
    return (script,) if isinstance(script, str) else tuple(script)


PLAIN = ("sha256", "md5", "git", "rev", "tag", "branch", "path", "file_name", "target_directory")
"""Keys of a source with one value."""


def sources_of(table: Mapping[str, Any]) -> list[dict[str, object]]:
    """The sources: one URL is a list of one, and git's name of a tag or branch is the key."""
    given = [{**each, **_revision(each.get("rev"))} for each in table.get("source") or ()]
    return [
        {
            **{key: each[key] for key in PLAIN if each.get(key) is not None},
            "url": tuple([urls] if isinstance(urls := each.get("url", []), str) else urls),
            "patches": tuple(each.get("patches") or ()),
        }
        for each in given
    ]


def _revision(rev: str | None) -> dict[str, str | None]:
    for prefix, key in (("refs/tags/", "tag"), ("refs/heads/", "branch")):
        if rev and rev.startswith(prefix):
            return {key: rev.removeprefix(prefix), "rev": None}
    return {}


def sources(output: RenderedOutput) -> list[dict[str, object]]:
    return [
        {
            **{key: value for key in PLAIN if (value := getattr(each, key)) is not None},
            "url": each.url,
            "patches": each.patches,
        }
        for each in output.source
    ]


def assert_equal(ours: RenderedOutput, theirs: Mapping[str, Any]) -> None:
    needs = theirs.get("requirements", {})
    requirements = ours.requirements
    assert ours.skip is bool(theirs["skip"])
    assert ours.version == theirs["package"]["version"]
    assert ours.number == (theirs["build"].get("number") or 0)
    assert ours.noarch == theirs["build"].get("noarch")
    for environment in ("build", "host", "run", "run_constraints"):
        found = specs(getattr(requirements, environment))
        assert found == specs_of(needs.get(environment)), environment
    exports = needs.get("run_exports") or {}
    exports = {"weak": exports} if isinstance(exports, list) else exports
    for kind in ("weak", "strong", "noarch", "weak_constraints", "strong_constraints"):
        assert specs(getattr(requirements.run_exports, kind)) == specs_of(exports.get(kind)), kind
    assert sources(ours) == sources_of(theirs)
    script = ours.script.content or ((ours.script.file,) if ours.script.file else ())
    assert script == script_of(theirs)
    assert len(ours.tests) == len(theirs.get("tests") or ())
    about = theirs.get("about") or {}
    assert {key: ours.about.get(key) for key in ("summary", "description")} == {
        key: about.get(key) for key in ("summary", "description")
    }
    assert ours.about.get("license_file", ()) == tuple(about.get("license_file") or ())


@pytest.mark.parametrize("pair", PAIRS, ids="-to-".join)
@pytest.mark.parametrize("path", RECIPES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_stage_1_is_that_of_rattler_build(path: Path, pair: tuple[str, str]) -> None:
    build, host = map(get_platform, pair)
    ours = evaluate(load_recipe(path), Platforms(build=build, host=host, target=host), VARIANT)
    if path.name in REFUSED:
        with pytest.raises(rb.RattlerBuildError, match=REFUSED[path.name]):
            by_rattler_build(path, *pair)
        return
    theirs = by_rattler_build(path, *pair)
    kept = {output.name: output for output in ours if not output.is_staging}
    assert set(theirs) <= set(kept)
    assert all(kept[name].skip for name in set(kept) - set(theirs))
    for name, table in theirs.items():
        assert_equal(kept[name], table)
