"""The pages of the rules, from their docstrings."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from condax.lint.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.lint.registry import Rule

MARK = "<!-- made by: pytest tests/lint/test_docs.py --update-golden -->\n"
SECTION = re.compile(r"^## (\w+)\n", re.MULTILINE)
FILE = re.compile(
    r"^# ((?:[\w.-]+/)*[\w.-]+\.(?:yaml|yml|sh|bat)|\.\./\.git/config)\n", re.MULTILINE
)
EMPTY_LINE = "↵"
"""Stands for an empty line at the end of an example, which nothing would show."""
AREAS = {
    "CX1": "Structure",
    "CX2": "Requirements",
    "CX3": "Cross-compiling",
    "CX4": "Sources and licences",
    "CX5": "Tests",
    "CX6": "Feedstock",
}
INTRODUCTION = """\
# Lint rules

`condax lint PATH…` checks recipes of both formats and their build scripts with these rules;
`condax lint --fix` makes the safe corrections, `--unsafe-fixes` also those that need a look.
Each was tried before it is offered: a finding without one says why behind its hint where others of
its rule have one, e.g. that the linter cannot parse all of the script, which is then left as it is.
One that writes bash into commands of the recipe is no safe one where Windows runs these too, by its
own shell: under no condition, and without `skip`, a bash variable or `interpreter: bash`.
`condax rule CODE` prints a page of these. A rule is silenced on one line by a comment,
`# condax: ignore[missing-stdlib]`, on the line or alone above it, for a feedstock by
`linter.skip` in `conda-forge.yml`, and for a project by `[tool.condax.lint] ignore` in
`pyproject.toml`. At the end of a line of `meta.yaml`, where conda-build takes brackets for a
selector, it is `# condax: ignore=missing-stdlib`.

What cannot be read at all is no rule's business and cannot be silenced: `CX100` (unreadable-file)
stands for a recipe, script or configuration that is no UTF-8 text or has a NUL byte, with the
place; the recipe's own errors are `CR101` to `CR110`.
"""


def sections(rule: Rule) -> Mapping[str, str]:
    """The parts of a rule's page by their heading; the summary is under the empty one."""
    parts = SECTION.split(rule.docs)
    headings = ["", *parts[1::2]]
    return {name: text.strip("\n") for name, text in zip(headings, parts[0::2], strict=True)}


def example(rule: Rule, section: str) -> Mapping[str, str]:
    """The files of a `Bad` or `Good` section."""
    return split_files(textwrap.dedent(sections(rule)[section]).replace(EMPTY_LINE, "") + "\n")


def split_files(text: str, alone: str = "recipe.yaml") -> Mapping[str, str]:
    """The files of a text where each follows a heading; without one it is the file `alone`."""
    parts = FILE.split(text)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return found or {alone: text}


def render_page(rule: Rule) -> str:
    """Markdown page of one rule."""
    parts = sections(rule)
    fix = f"{rule.fix.value} fix" if rule.fix else "no fix"
    lines = [MARK, f"# {rule.code} {rule.name}\n", f"{parts['']}\n"]
    lines.append(f"*{rule.severity.value}, {fix}*\n")
    for name in parts:
        if name in {"Bad", "Good"}:
            lines.append(f"## {name}\n\n{_blocks(rule, name)}")
        elif name:
            lines.append(f"## {name}\n\n{parts[name]}\n")
    return "\n".join(lines)


def _blocks(rule: Rule, section: str) -> str:
    files = example(rule, section)
    named = len(files) > 1 or "recipe.yaml" not in files
    return "\n".join(
        (f"`{name}`:\n\n" if named else "")
        + f"```{'bash' if name.endswith('.sh') else 'yaml'}\n{text.strip()}\n```\n"
        for name, text in files.items()
    )


def render_index() -> str:
    """The table of all rules, by area."""
    rows = [MARK + "\n" + INTRODUCTION]
    for area, title in AREAS.items():
        rules = [each for each in all_rules() if each.code.startswith(area)]
        if not rules:
            continue
        rows.append(f"\n## {area}: {title}\n\n| code | name | severity | fix | finds |\n")
        rows.append("|---|---|---|---|---|\n")
        rows += [f"{_row(each)}\n" for each in rules]
    return "".join(rows)


def _row(rule: Rule) -> str:
    link = f"[{rule.name}]({rule.code}.md)"
    fix = rule.fix.value if rule.fix else ""
    return f"| {rule.code} | {link} | {rule.severity.value} | {fix} | {rule.summary} |"
