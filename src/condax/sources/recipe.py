"""Which files a recipe downloads, as rattler-build evaluates it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from condax.errors import RecipeError
from condax.sources.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import rattler_build as rb

    from condax.platforms import Platforms


def recipe_sources(
    recipe: Path, platforms: Iterable[Platforms], variants: rb.VariantConfig
) -> tuple[Source, ...]:
    """Every file that any output of a v1 recipe downloads on any of `platforms`, each once.

    `variants` needs the keys that the recipe's functions look up (`c_stdlib` for `stdlib("c")`).
    Git and local sources are not files to download and are left out.
    """
    import rattler_build as rb

    found: dict[Source, None] = {}
    try:
        stage0 = rb.Stage0Recipe.from_file(recipe)
        for each in platforms:
            config = rb.RenderConfig(
                platform=rb.PlatformConfig(
                    target_platform=each.host.subdir,
                    build_platform=each.build.subdir,
                    host_platform=each.host.subdir,
                )
            )
            for output in stage0.render(variants, config):
                found.update(dict.fromkeys(sources_in(output.recipe.to_dict())))
    except (rb.RattlerBuildError, OSError) as e:
        raise RecipeError(
            f"cannot read the sources of {str(recipe)!r}: {e}",
            hint="correct the recipe; `condax build` shows the place",
            where=str(recipe),
        ) from e
    return tuple(found)


def sources_in(stage1: Mapping[str, Any]) -> Iterator[Source]:
    """The downloads of one evaluated output and of the staging outputs it inherits from."""
    for stage in (stage1, *stage1.get("staging_caches", ())):
        for entry in stage.get("source") or ():
            urls = entry.get("url")
            if urls:
                yield Source(
                    urls=(urls,) if isinstance(urls, str) else tuple(urls),
                    sha256=entry.get("sha256"),
                    md5=entry.get("md5"),
                    file_name=entry.get("file_name"),
                )
