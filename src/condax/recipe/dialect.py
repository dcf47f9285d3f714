"""How v0 and v1 spell the same thing: expressions in text, conditions, scalars."""

from __future__ import annotations

import re

from condax.recipe.model import RecipeFormat

NOT_PLAIN = re.compile(
    r"[\s?:,\[\]{}#&*!|>'\"%@`]|-(?:\s|\Z)|.*(?::(?:\s|\Z)|\s#|[\n\r])", re.DOTALL
)
"""What YAML does not read as one plain scalar."""
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
WORDS = {"true": "True", "false": "False", "none": "None"}
WORD = re.compile(r"\b(?:true|false|none)\b(?=\s*[,)])")

V0_SECTIONS = {"run_constraints": "run_constrained"}
"""Names of requirement sections that differ in v0."""


def to_dialect(text: str, recipe_format: RecipeFormat) -> str:
    """Text with `${{ … }}` as the format spells it."""
    if recipe_format is RecipeFormat.V1 or "${{" not in text:
        return text
    return EXPRESSION.sub(lambda match: "{{" + _v0_expression(match.group(1)) + "}}", text)


def _v0_expression(source: str) -> str:
    source = WORD.sub(lambda match: WORDS[match.group()], source)
    source = re.sub(r"\bhost_platform\b", "target_platform", source)
    source = re.sub(r"\blower_bound\s*=", "min_pin=", source)
    source = re.sub(r"\bupper_bound\s*=", "max_pin=", source)
    return source.replace('"', "'") if "'" not in source else source


def condition_in(condition: str, recipe_format: RecipeFormat) -> str:
    """A condition as the format spells it: v0 knows the host platform as `target_platform`."""
    if recipe_format is RecipeFormat.V1:
        return condition
    return re.sub(r"\bhost_platform\b", "target_platform", condition)


def scalar(text: str, recipe_format: RecipeFormat) -> str:
    """The text as a YAML scalar on one line, quoted only where it must be."""
    begins_with_jinja = text.startswith("${{" if recipe_format is RecipeFormat.V1 else "{{")
    if _is_plain(text) or (begins_with_jinja and ": " not in text and " #" not in text):
        return text
    if "\n" not in text and "'" not in text and "\\" not in text:
        return f"'{text}'" if '"' in text else f'"{text}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _is_plain(text: str) -> bool:
    return bool(text) and text == text.strip() and NOT_PLAIN.match(text) is None
