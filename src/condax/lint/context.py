"""What rules can ask for: the attributes of `LintContext`."""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import TYPE_CHECKING

from condax.lint.folder import CI_SUPPORT
from condax.lint.registry import FileEdit, Place
from condax.lint.scripts import build_scripts, test_scripts
from condax.lint.view import output_views
from condax.recipe.expression import ExpressionError, evaluate_expression
from condax.recipe.values import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.lint.batch import BatchCommand
    from condax.lint.forge import ForgeLint
    from condax.lint.ignores import Ignore
    from condax.lint.scripts import BuildScript
    from condax.lint.view import OutputView
    from condax.recipe.model import Recipe
    from condax.recipe.values import SourceSpan
    from condax.system.network import Downloader

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


class LintContext:
    """One recipe and everything beside it that a rule may look at."""

    def __init__(
        self,
        recipe: Recipe,
        files: Mapping[str, str],
        forge_config: ForgeLint | None = None,
        *,
        program_path: str = os.defpath,
    ) -> None:
        """`files`: texts of the folder by their path in it, the recipe's own among them."""
        self.recipe = recipe
        self.files = files
        self.forge_config = forge_config
        self.program_path = program_path
        """Folders in which programs are looked for, as in `PATH`."""
        self.unused_ignores: tuple[Ignore, ...] = ()
        """Comments that silenced nothing; known after all other rules have run."""
        self.running: frozenset[str] = frozenset()
        """Names of the rules that run."""

    @cached_property
    def rendered_variants(self) -> tuple[str, ...]:
        """Texts of the files in the feedstock's `.ci_support`."""
        return tuple(text for name, text in self.files.items() if name.startswith(CI_SUPPORT))

    @cached_property
    def outputs(self) -> tuple[OutputView, ...]:
        """All outputs, each with what it inherits."""
        return output_views(self.recipe)

    def shares_build(self, name: str) -> bool:
        """Whether an environment that outputs have in common has a package in `build`."""
        return any(
            each.output.is_staging and each.has_when_crossing("build", name)
            for each in self.outputs
        )

    @cached_property
    def scripts(self) -> tuple[BuildScript, ...]:
        """All scripts that build something on Linux."""
        return build_scripts(self.recipe, self.files, self.outputs)

    @cached_property
    def test_scripts(self) -> tuple[BuildScript, ...]:
        """All scripts that test packages on Linux."""
        return test_scripts(self.recipe, self.files, self.outputs)

    @cached_property
    def cross_batch_scripts(self) -> Mapping[str, tuple[BatchCommand, ...]]:
        """Commands of the Windows scripts, of feedstocks that build Windows packages elsewhere."""
        if self.forge_config is None or not self.forge_config.crosses_to_windows:
            return {}
        from condax.lint.batch import parse_batch

        return {name: parse_batch(text) for name, text in self.files.items() if _is_batch(name)}

    @cached_property
    def cross_scripts(self) -> tuple[BuildScript, ...]:
        """Those of them that a cross build runs."""
        return tuple(
            each for each in self.scripts if any(output.is_cross_built for output in each.outputs)
        )

    def place(self, span: SourceSpan) -> Place:
        """A place in the recipe."""
        return Place(file=self.recipe.path, start=span.start, end=span.end)

    @cached_property
    def network(self) -> Downloader:
        """Asks addresses; only for rules that are marked as online."""
        from condax.system.network import Downloader

        return Downloader()

    def expanded(self, text: str) -> str | None:
        """A text with the values of `context`; `None` if it needs a variant or a platform."""
        return _substituted(text, self._context)

    @cached_property
    def _context(self) -> Mapping[str, object]:
        """The values of `context` that need neither a variant nor a platform."""
        names: dict[str, object] = {}
        for variable in self.recipe.context:
            if isinstance(variable.value, Text):
                value = _substituted(variable.value.value, names)
                if value is not None:
                    names[variable.name] = value
        return names

    @property
    def head(self) -> Place:
        """The recipe's first key: the place of findings about something that is not there."""
        spans = self.recipe.document.key_spans
        return self.place(spans[0]) if spans else Place(file=self.recipe.path, start=0, end=1)

    def edit(self, start: int, end: int, text: str) -> FileEdit:
        """An edit of the recipe."""
        return FileEdit(file=self.recipe.path, start=start, end=end, text=text)

    @property
    def is_plain_folder(self) -> bool:
        """Whether neither scripts nor patches nor variants stand beside the recipe."""
        special = (".sh", ".bat", ".patch", ".diff")
        variants = ("conda_build_config.yaml", "variants.yaml")
        return not any(name.endswith(special) or name in variants for name in self.files)

    @property
    def noarch_platforms(self) -> int:
        """How many platforms build noarch packages of this feedstock."""
        if self.forge_config is None:
            return 1
        value = self.forge_config.config.file.values.get("noarch_platforms")
        return len(value) if isinstance(value, list | tuple) else 1


def _is_batch(name: str) -> bool:
    return name.endswith(".bat") and "/" not in name


def _substituted(text: str, names: Mapping[str, object]) -> str | None:
    try:
        return EXPRESSION.sub(lambda found: _value(found[1].strip(), names), text)
    except ExpressionError:
        return None


def _value(expression: str, names: Mapping[str, object]) -> str:
    value = evaluate_expression(expression, names)
    if not isinstance(value, str | int | float):
        raise ExpressionError("the expression has no value")
    return str(value)
