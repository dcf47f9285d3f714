"""What `condax new` costs on unpacked source trees, in processor time.

    python benchmarks/new_recipes.py TREE...

Each TREE is a folder; nothing is written.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from measure import run

from condax.project import detect_project, load_tree


def main(trees: list[Path]) -> None:
    """Print one line a tree: files, reading and detecting, and the whole command."""
    program = Path(sys.executable).parent / "condax"
    for tree in trees:
        start = time.process_time()
        loaded = load_tree(tree)
        detect_project(loaded)
        detecting = time.process_time() - start
        before = os.times()
        run([program, "new", str(tree), "--dry-run"], cwd=tree, env=dict(os.environ))
        after = os.times()
        whole = (after.children_user - before.children_user) + (
            after.children_system - before.children_system
        )
        print(
            f"{tree.name}: {len(loaded.files)} files, {detecting:.2f} s to detect, "
            f"{whole:.2f} s for the command"
        )


if __name__ == "__main__":
    main([Path(argument).resolve() for argument in sys.argv[1:]])
