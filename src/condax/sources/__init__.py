"""Source archives of recipes: found by URL and sha256, kept in a cache, handed to rattler-build."""

from condax.sources.model import Attempt, Origin, Resolved, Source, SourceOptions
from condax.sources.recipe import recipe_sources, sources_in
from condax.sources.resolve import Resolver
from condax.sources.save import save_sources
from condax.sources.seed import seed_source_cache

__all__ = [
    "Attempt",
    "Origin",
    "Resolved",
    "Resolver",
    "Source",
    "SourceOptions",
    "recipe_sources",
    "save_sources",
    "seed_source_cache",
    "sources_in",
]
