"""Readers of what has no type of its own: it is kept as it is, but has to have its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.stage0_values import (
    Reader,
    Readers,
    as_block,
    closed_fields,
    is_null,
    texts,
    value,
)
from condax.recipe.values import Block

if TYPE_CHECKING:
    from condax.recipe.problems import Problems
    from condax.recipe.values import Data, SourceSpan


def check_fields(block: Block, readers: Readers, problems: Problems) -> None:
    """Note what `readers` find wrong with the entries that they know."""
    spans = block.key_spans or (block.span,) * len(block.entries)
    for (key, data), at in zip(block.entries, spans, strict=True):
        reader = readers.get(key)
        if reader is not None and not is_null(data):
            reader(data, at, problems)


def mapping_of(readers: Readers) -> Reader:
    """A mapping, of which some entries have a shape too."""

    def read(data: Data, at: SourceSpan | None, problems: Problems) -> Block:
        block = as_block(data, at, problems)
        check_fields(block, readers, problems)
        return block

    return read


def either(plain: Reader, readers: Readers) -> Reader:
    """What `plain` reads, or a mapping without other keys."""

    def read(data: Data, at: SourceSpan | None, problems: Problems) -> Data:
        if isinstance(data, Block):
            closed_fields(data, readers, problems)
        else:
            plain(data, at, problems)
        return data

    return read


LINKING = mapping_of(
    {
        **dict.fromkeys(("rpaths", "missing_dso_allowlist", "rpath_allowlist"), texts),
        "binary_relocation": texts,
        **dict.fromkeys(("overlinking_behavior", "overdepending_behavior"), value),
    }
)
FILES = either(texts, {"include": texts, "exclude": texts})
INHERIT = either(value, {"from": value, "run_exports": value})
CONTENTS = mapping_of(
    dict.fromkeys(
        ("files", "bin", "lib", "include", "site_packages"),
        either(texts, {"exists": texts, "not_exists": texts}),
    )
)
BUILD: Readers = {
    **dict.fromkeys(
        (
            *("always_copy_files", "always_include_files", "track_features", "features"),
            *("detect_binary_files_with_prefix", "ignore_prefix_files", "binary_has_prefix_files"),
            *("has_prefix_files", "requires_features", "provides_features", "rpaths_patcher"),
        ),
        texts,
    ),
    "prefix_detection": mapping_of(
        {
            "ignore": texts,
            "ignore_binary_files": value,
            "force_file_type": mapping_of({"text": texts, "binary": texts}),
        }
    ),
}
PYTHON: Readers = {
    "skip_pyc_compilation": texts,
    "use_python_app_entrypoint": value,
    "site_packages_path": value,
}
