"""condax: cross-compile conda packages on one ordinary Linux machine.

Everything the commands do is a function here:

```python
import os
from pathlib import Path

from condax import BuildOptions, build, current_platform, get_platform

options = BuildOptions(
    recipes=(Path("recipes/xz"),),
    targets=(get_platform("linux-aarch64"),),
    build_platform=current_platform(),
    output_dir=Path("output"),
    cache_dir=Path("cache"),
)
report = build(options, env=os.environ)
```

Names are imported when they are first used, so that `import condax` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from condax.audit import AuditContext, AuditReport, audit_artifact, context_for, load_artifact
    from condax.build import BuildOptions, BuildReport, build
    from condax.diagnostics import Diagnostic, Severity, Span
    from condax.emulation import Emulation, find_emulation, run_package_tests
    from condax.errors import CondaxError
    from condax.lint import LintOptions, Report, Rule, all_rules, find_rule, lint, write_fixes
    from condax.platforms import Platform, Platforms, current_platform, get_platform
    from condax.project import (
        NewOptions,
        NewRecipe,
        ProjectFacts,
        detect_project,
        load_tree,
        new_recipe,
    )
    from condax.python import (
        ConformOptions,
        TargetPython,
        conform,
        describe_python,
        lint_build_details,
        open_tree,
        render_build_details,
    )
    from condax.recipe.convert.folder import ConvertedFolder, convert_recipe
    from condax.recipe.edit import apply_edits, insert_requirement
    from condax.recipe.emit import emit_recipe
    from condax.recipe.evaluate import evaluate
    from condax.recipe.explain import Explanation, explain_recipe
    from condax.recipe.inherit import all_outputs
    from condax.recipe.model import Recipe, RecipeFormat
    from condax.recipe.parse import load_recipe, parse_recipe
    from condax.recipe.rendered import RenderedOutput
    from condax.recipe.used import used_variables
    from condax.rerender import (
        Changes,
        ForgeConfig,
        Pinning,
        ProjectCi,
        Rendered,
        apply_changes,
        enable_cross,
        find_pinning,
        load_pinning,
        parse_forge_config,
        render_project_ci,
        rerender,
    )
    from condax.sources import Resolved, Resolver, Source, SourceOptions, recipe_sources
    from condax.toolchain import (
        CompilerEnvironment,
        EnvFormat,
        Toolchain,
        add_cxx,
        compiler_environment,
        ensure_toolchain,
        publish_toolchain,
        render_environment,
        run_probes,
    )

__all__ = [
    "AuditContext",
    "AuditReport",
    "BuildOptions",
    "BuildReport",
    "Changes",
    "CompilerEnvironment",
    "CondaxError",
    "ConformOptions",
    "ConvertedFolder",
    "Diagnostic",
    "Emulation",
    "EnvFormat",
    "Explanation",
    "ForgeConfig",
    "LintOptions",
    "NewOptions",
    "NewRecipe",
    "Pinning",
    "Platform",
    "Platforms",
    "ProjectCi",
    "ProjectFacts",
    "Recipe",
    "RecipeFormat",
    "Rendered",
    "RenderedOutput",
    "Report",
    "Resolved",
    "Resolver",
    "Rule",
    "Severity",
    "Source",
    "SourceOptions",
    "Span",
    "TargetPython",
    "Toolchain",
    "add_cxx",
    "all_outputs",
    "all_rules",
    "apply_changes",
    "apply_edits",
    "audit_artifact",
    "build",
    "compiler_environment",
    "conform",
    "context_for",
    "convert_recipe",
    "current_platform",
    "describe_python",
    "detect_project",
    "emit_recipe",
    "enable_cross",
    "ensure_toolchain",
    "evaluate",
    "explain_recipe",
    "find_emulation",
    "find_pinning",
    "find_rule",
    "get_platform",
    "insert_requirement",
    "lint",
    "lint_build_details",
    "load_artifact",
    "load_pinning",
    "load_recipe",
    "load_tree",
    "new_recipe",
    "open_tree",
    "parse_forge_config",
    "parse_recipe",
    "publish_toolchain",
    "recipe_sources",
    "render_build_details",
    "render_environment",
    "render_project_ci",
    "rerender",
    "run_package_tests",
    "run_probes",
    "used_variables",
    "write_fixes",
]

_HOMES = {
    "audit": ("AuditContext", "AuditReport", "audit_artifact", "context_for", "load_artifact"),
    "build": ("BuildOptions", "BuildReport"),
    "diagnostics": ("Diagnostic", "Severity", "Span"),
    "emulation": ("Emulation", "find_emulation", "run_package_tests"),
    "errors": ("CondaxError",),
    "lint": (
        *("LintOptions", "Report", "Rule"),
        *("all_rules", "find_rule", "write_fixes"),
    ),
    "platforms": ("Platform", "Platforms", "current_platform", "get_platform"),
    "project": (
        *("NewOptions", "NewRecipe", "ProjectFacts"),
        *("detect_project", "load_tree", "new_recipe"),
    ),
    "python": (
        *("ConformOptions", "TargetPython", "conform", "describe_python", "lint_build_details"),
        *("open_tree", "render_build_details"),
    ),
    "rerender": (
        *("Changes", "ForgeConfig", "Pinning", "Rendered", "apply_changes", "enable_cross"),
        *("find_pinning", "load_pinning", "parse_forge_config"),
        *("ProjectCi", "render_project_ci"),
    ),
    "recipe.convert.folder": ("ConvertedFolder", "convert_recipe"),
    "recipe.edit": ("apply_edits", "insert_requirement"),
    "recipe.emit": ("emit_recipe",),
    "recipe.evaluate": ("evaluate",),
    "recipe.explain": ("Explanation", "explain_recipe"),
    "recipe.inherit": ("all_outputs",),
    "recipe.model": ("Recipe", "RecipeFormat"),
    "recipe.parse": ("load_recipe", "parse_recipe"),
    "recipe.rendered": ("RenderedOutput",),
    "recipe.used": ("used_variables",),
    "sources": ("Resolved", "Resolver", "Source", "SourceOptions", "recipe_sources"),
    "toolchain": (
        *("Toolchain", "add_cxx", "ensure_toolchain", "publish_toolchain"),
        *("CompilerEnvironment", "EnvFormat", "compiler_environment", "render_environment"),
        "run_probes",
    ),
}


def __getattr__(name: str) -> object:
    if name in _HOMES and name in __all__:
        # A package that is called like its function, as `build` is, can be called itself.
        return importlib.import_module(f"{__name__}.{name}")
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
