"""Flags of gcc and GNU ld that clang and lld spell differently or do not know.

Everything that is not in these tables reaches clang or lld as it was given: `-O3` is `-O3`. Only
flags without an effect on what the program does are dropped; a flag that changes meaning and has
no equivalent stays, and the tool refuses it by name. The compiled wrapper is rendered from the
same rows (`render_header`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_TAILS = {"*": "ANYTHING", "#": "NUMBER"}


class Action(Enum):
    """What happens to a flag that a rule matches."""

    DROP = "DROP"
    DROP_PAIR = "DROP_PAIR"
    """The flag and the argument behind it."""
    REPLACE = "REPLACE"


class Side(Enum):
    """Which tool the rule is about."""

    COMPILER = "COMPILER"
    LINKER = "LINKER"


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagRule:
    """One row: a flag, with a trailing `*` every flag that begins so, with `#` its numbers."""

    flag: str
    action: Action
    reason: str
    replacement: str = ""
    """Takes the place of the whole flag, or of the part before `*`."""
    unless_cpu: str = ""
    """First part of the triplet of the target for which the flag stays as it is."""

    @property
    def text(self) -> str:
        """The flag without its wildcard."""
        return self.flag[:-1] if self.flag[-1] in _TAILS else self.flag

    @property
    def tail(self) -> str:
        """What may follow `text`, in the words of `native/wrapper.c`."""
        return _TAILS.get(self.flag[-1], "NOTHING")

    def translate(self, argument: str) -> str | None:
        """The argument as the tool wants it, `None` if it is dropped."""
        if self.action is not Action.REPLACE:
            return None
        if self.flag.endswith("*"):
            return self.replacement + argument[len(self.text) :]
        return self.replacement

    def matches(self, argument: str) -> bool:
        """Whether this row is about `argument`."""
        if not argument.startswith(self.text):
            return False
        rest = argument[len(self.text) :]
        if self.flag.endswith("#"):
            return rest.isascii() and rest.isdigit()
        return self.flag.endswith("*") or not rest


def _drop(reason: str, *flags: str) -> tuple[FlagRule, ...]:
    return tuple(FlagRule(flag=flag, action=Action.DROP, reason=reason) for flag in flags)


def _replace(reason: str, **pairs: str) -> tuple[FlagRule, ...]:
    return tuple(
        FlagRule(flag=flag, action=Action.REPLACE, reason=reason, replacement=new)
        for flag, new in pairs.items()
    )


PASSES = tuple(
    """
allow-store-data-races auto-inc-dec bit-tests branch-probabilities code-hoisting
combine-stack-adjustments compare-elim conserve-stack cprop-registers crossjumping
cse-follow-jumps dce delayed-branch dse early-inlining fold-simple-inlines forward-propagate
function-cse gcse-lm guess-branch-probability hoist-adjacent-loads if-conversion if-conversion2
indirect-inlining inline-atomics isolate-erroneous-paths-attribute
isolate-erroneous-paths-dereference limit-function-alignment live-range-shrinkage
loop-nest-optimize loop-parallelize-all loop-unroll-and-jam lra-remat move-loop-invariants
move-loop-stores optimize-strlen partial-inlining peephole peephole2 predictive-commoning
printf-return-value profile-partial-training profile-reorder-functions ree
reorder-blocks-and-partition reorder-functions rerun-cse-after-loop
reschedule-modulo-scheduled-loops schedule-fusion section-anchors selective-scheduling
selective-scheduling2 shrink-wrap shrink-wrap-separate split-ivs-in-unroller split-loops
split-paths split-wide-types split-wide-types-early ssa-backprop ssa-phiopt stdarg-opt
store-merging thread-jumps tree-bit-ccp tree-builtin-call-dce tree-ccp tree-ch tree-coalesce-vars
tree-copy-prop tree-cselim tree-dominator-opts tree-dse tree-forwprop tree-fre
tree-loop-distribution tree-loop-if-convert tree-loop-im tree-loop-ivcanon tree-loop-optimize
tree-lrs tree-partial-pre tree-phiprop tree-pre tree-pta tree-reassoc tree-scev-cprop tree-sink
tree-slsr tree-sra tree-switch-conversion tree-tail-merge unroll-completely-grow-size var-tracking
var-tracking-assignments var-tracking-assignments-toggle var-tracking-uninit vect-cost-model
version-loops-for-strides vpt
""".split()  # noqa: SIM905 one name on a line would be a page
)
"""What `gcc --help=optimizers` lists and clang refuses, after `-f` and `-fno-`.

Left out is what a program may depend on, such as `-fno-toplevel-reorder`.
"""

COMPILER_RULES: tuple[FlagRule, ...] = (
    *_replace(
        "clang's for the whole of it; it inlines functions of other types",
        **{"-fno-ipa-strict-aliasing": "-fno-strict-aliasing"},
    ),
    *_drop(
        "tunes a pass that only gcc has; the program means the same without it",
        *(f"-f{no}{name}" for name in PASSES for no in ("", "no-")),
        *("-fno-ipa-*", "-fipa-*", "-fgraphite*", "-fno-graphite*"),
        *("-fira-*", "-fno-ira-*", "-fsched-*", "-fno-sched-*", "-fsched2-*", "-fno-sched2-*"),
        *("-fsel-sched-*", "-fno-sel-sched-*", "-freorder-blocks-algorithm=*"),
        *("-fsimd-cost-model=*", "-fvect-cost-model=*", "-ftree-parallelize-loops=*"),
        *("-flto-partition=*", "-ftree-loop-distribute-patterns"),
    ),
    *_drop(
        "clang never takes what was written before a constructor for dead",
        *("-flifetime-dse", "-fno-lifetime-dse", "-flifetime-dse=*"),
    ),
    *_drop(
        "an exception that leaves `throw()` ends the program with clang in any case",
        *("-fnothrow-opt", "-fno-nothrow-opt"),
    ),
    *_drop(
        "gcc's default, which is clang's only way",
        *("-faggressive-loop-optimizations", "-fallocation-dce", "-fdelete-dead-exceptions"),
        *("-fno-harden-compares", "-fno-harden-conditional-branches", "-fno-keep-gc-roots-live"),
        *("-ffp-int-builtin-inexact", "-fno-unconstrained-commons", "-ftoplevel-reorder"),
    ),
    *_drop(
        "changes how gcc prints diagnostics",
        *("-fno-diagnostics-show-caret", "-fdiagnostics-show-caret", "-fopt-info*"),
        "-fno-opt-info",
    ),
    *_drop(
        "clang never makes STB_GNU_UNIQUE symbols",
        "-fno-gnu-unique",
    ),
    *_drop("the toolchain has one linker, lld", "-fuse-ld=*"),
    *_drop("the C++ runtime is chosen for a whole build, by --cxx-runtime", "-stdlib=*"),
    *_drop("gcc's debug info for unused classes", "-femit-class-debug-always"),
    *_replace(
        "gcc hands it to the linker for POWER and forgets it for ARM",
        **{"-R": "-rpath", "-R/*": "-Wl,-rpath,/"},
    ),
    *_replace(
        "gcc's own alias",
        **{"-mno-fused-madd": "-ffp-contract=off", "-mfused-madd": "-ffp-contract=fast"},
        **{"-mlittle": "-mlittle-endian"},
    ),
    *_replace(
        "clang's name for it",
        **{"-ftree-loop-vectorize": "-fvectorize", "-fno-tree-loop-vectorize": "-fno-vectorize"},
        **{"-fhandle-exceptions": "-fexceptions", "-fno-handle-exceptions": "-fno-exceptions"},
    ),
    *_drop(
        "clang's assembler knows the instructions of the CPU that -mcpu names",
        *("-Wa,-many", "-Wa,-mpower*", "-Wa,-mpwr*", "-Wa,-mppc*", "-Wa,-maltivec", "-Wa,-mvsx"),
    ),
    *(
        FlagRule(
            flag=flag,
            action=Action.REPLACE,
            reason="clang takes it for every CPU, gcc refuses it, and probes rely on that",
            replacement=f"{flag}-is-for-{cpu}",
            unless_cpu=cpu,
        )
        for flag, cpu in {
            **{"-msse4.2": "x86_64", "-msse4": "x86_64"},
            **{"-mlsx": "loongarch64", "-mlasx": "loongarch64"},
        }.items()
    ),
    *_replace(
        "clang's way to keep loops from becoming calls of memset, which may be this very loop",
        **{"-fno-tree-loop-distribute-patterns": "-fno-builtin"},
    ),
    *_replace(
        "clang's -flto takes `full` or `thin`; the number of jobs is lld's business",
        **{"-flto=auto": "-flto", "-flto=jobserver": "-flto", "-flto=#": "-flto"},
    ),
)

LINKER_RULES: tuple[FlagRule, ...] = (
    *_drop(
        "advice to GNU ld about its memory, time or messages",
        *("--no-keep-memory", "--reduce-memory-overheads", "--stats", "-stats"),
        *("--no-warn-search-mismatch", "--warn-textrel", "--warn-shared-textrel"),
        *("--no-warn-rwx-segments", "--warn-rwx-segments", "--warn-alternate-em"),
        *("--warn-constructors", "--warn-multiple-gp", "--warn-section-align"),
        *("--no-warn-execstack", "--warn-execstack", "--no-print-map-discarded"),
        *("--traditional-format", "--no-map-whole-files", "--hash-size=*"),
        *("--no-threads", "--threads", "--embedded-relocs", "-qmagic", "-Qy"),
        *("--ctf-variables", "--no-ctf-variables", "--spare-dynamic-tags=*"),
    ),
    *_drop(
        "lld never looks into the dependencies of a library, and names the symbol it misses",
        *("--copy-dt-needed-entries", "--add-needed"),
    ),
    *_drop(
        "lld sizes, places and optimises stubs itself",
        *("--stub-group-size=*", "--no-tls-optimize", "--no-plt-align", "--no-multi-toc"),
        *("--no-toc-sort", "--plt-localentry", "--no-plt-localentry", "--no-inline-optimize"),
        *("--save-restore-funcs", "--no-save-restore-funcs", "--emit-stub-syms"),
        *("--tls-get-addr-optimize", "--no-tls-get-addr-optimize"),
    ),
    *_drop(
        "about function descriptors, which POWER's little-endian ABI has not",
        *("--no-opd-optimize", "--non-overlapping-opd", "--dotsyms", "--no-dotsyms"),
    ),
    *_drop("lld sorts common symbols as it likes", "--sort-common=*"),
    *(
        FlagRule(flag=flag, action=Action.DROP_PAIR, reason="advice to GNU ld about its tables")
        for flag in ("--stub-group-size", "--hash-size", "--spare-dynamic-tags")
    ),
    *_drop("lld always makes unwind information for its own code", "--no-ld-generated-unwind-info"),
    *_drop("common symbols are always defined", "-dc", "-dp"),
    *_replace("GNU ld's configured default style", **{"--enable-linker-build-id": "--build-id"}),
    *_replace(
        "lld's name for it",
        **{"-Ttext-segment=*": "--image-base=", "-Ttext-segment": "--image-base"},
    ),
    *_replace("the same in ELF", **{"-i": "-r", "-Ur": "-r"}),
    *_replace("without a number behind it GNU ld reads it as Solaris does", **{"-G": "-shared"}),
)

RULES: dict[Side, tuple[FlagRule, ...]] = {
    Side.COMPILER: COMPILER_RULES,
    Side.LINKER: LINKER_RULES,
}


def translate_flags(arguments: Iterable[str], side: Side, cpu: str) -> Iterator[str]:
    """The arguments as clang (`COMPILER`) or lld (`LINKER`) for `cpu` get them, in order."""
    rules = [rule for rule in RULES[side] if not rule.unless_cpu or rule.unless_cpu != cpu]
    rest = iter(arguments)
    for argument in rest:
        rule = next((rule for rule in rules if rule.matches(argument)), None)
        translated = rule.translate(argument) if rule else argument
        if translated is not None:
            yield translated
        elif rule and rule.action is Action.DROP_PAIR:
            next(rest, None)


def render_header() -> str:
    """The tables as C, for `native/wrapper.c`."""
    lines = ["/* Rendered from toolchain/flags.py. */"]
    for side, rules in RULES.items():
        lines.append(f"static const struct rule {side.value.lower()}_rules[] = {{")
        for rule in rules:
            words = [f'"{rule.text}"', str(len(rule.text)), rule.tail, rule.action.value]
            words += [f'"{rule.replacement}"', f'"{rule.unless_cpu}"', str(len(rule.unless_cpu))]
            lines.append(f"\t{{{', '.join(words)}}},")
        lines.append('\t{0, 0, NOTHING, DROP, "", "", 0},\n};')
    return "\n".join(lines) + "\n"
