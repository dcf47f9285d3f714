"""What a source tree is: build systems, languages, licences, needs and tests; only read."""

from condax.project.detect import detect_project
from condax.project.model import ProjectFacts, System
from condax.project.new import NewOptions, NewRecipe, new_recipe
from condax.project.tree import SourceTree, load_tree

__all__ = [
    "NewOptions",
    "NewRecipe",
    "ProjectFacts",
    "SourceTree",
    "System",
    "detect_project",
    "load_tree",
    "new_recipe",
]
