"""Write what extension modules are built with: for conda's compilers, and for any other.

`_sysconfigdata_<triplet>` names conda's compilers and flags. `_sysconfigdata__linux_<multiarch>`,
which `sysconfig` reads unless told otherwise, names those that every system has, as
`_sysconfig_vars_*.json` does from 3.14 on. None names a folder of this build.
`build-details.json` describes the installation as PEP 739 wants it.
"""

import json
import os
import pprint
import re
import runpy
import sys
from pathlib import Path

STDLIB = Path(sys.argv[1])
PREFIX = os.environ["PREFIX"]
HOST = os.environ["HOST"]
SOURCES = "/usr/local/src/conda/python-" + os.environ["PKG_VERSION"]

# What compilers older than conda's, and other linkers, may not know.
CONDA_FLAGS = re.compile(
    r"-(m(arch|tune|cpu)=\S+|fstack-protector-strong|ffunction-sections|pipe|fno-plt"
    r"|ftree-vectorize|Wl,(-O2|--sort-common|--as-needed|-z,relro|-z,now|--disable-new-dtags"
    r"|--gc-sections))(?=\s|$)"
)


def without_build_folders(value: object) -> object:
    if not isinstance(value, str):
        return value
    value = value.replace(os.environ["SRC_DIR"], SOURCES)
    value = value.replace(os.environ["BUILD_PREFIX"] + "/bin/", "")
    return tidy(value)


def for_any_compiler(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tidy(CONDA_FLAGS.sub("", value.replace(HOST + "-", "")))


def tidy(value: str) -> str:
    return re.sub(r" {2,}", " ", value).strip() if "-" in value else value


def write(path: Path, values: dict[str, object]) -> None:
    head = "# system configuration generated and used by the sysconfig module\n"
    path.write_text(f"{head}build_time_vars = {pprint.pformat(values)}\n", encoding="utf-8")


def build_details(values: dict[str, object]) -> dict[str, object]:
    version = {
        name: getattr(sys.version_info, name)
        for name in ("major", "minor", "micro", "releaselevel", "serial")
    }
    suffix, flags = str(values["EXT_SUFFIX"]), str(values["ABIFLAGS"])
    # The stable ABI of these versions is one of builds with the global lock.
    stable = [] if "t" in flags else [".abi3.so"]
    return {
        "schema_version": "1.0",
        "base_prefix": PREFIX,
        "base_interpreter": f"{PREFIX}/bin/python{values['LDVERSION']}",
        "platform": f"{values['MACHDEP']}-{str(values['MULTIARCH']).partition('-')[0]}".replace(
            "powerpc64le", "ppc64le"
        ),
        "language": {"version": str(values["VERSION"]), "version_info": version},
        "implementation": {
            "name": sys.implementation.name,
            "version": version,
            "hexversion": sys.implementation.hexversion,
            "cache_tag": sys.implementation.cache_tag,
            "_multiarch": values["MULTIARCH"],
        },
        "abi": {
            "flags": list(flags),
            "extension_suffix": suffix,
            **({"stable_abi_suffix": stable[0]} if stable else {}),
        },
        "suffixes": {
            "source": [".py"],
            "bytecode": [".pyc"],
            "extensions": [suffix, *stable, ".so"],
        },
        "libpython": {
            "dynamic": f"{PREFIX}/lib/libpython{values['LDVERSION']}.so.1.0",
            "dynamic_stableabi": f"{PREFIX}/lib/libpython3.so",
            "link_extensions": False,
        },
        "c_api": {"headers": values["INCLUDEPY"], "pkgconfig_path": values["LIBPC"]},
    }


def main() -> None:
    [path] = STDLIB.glob("_sysconfigdata_*.py")
    values = runpy.run_path(str(path))["build_time_vars"]
    values = {name: without_build_folders(value) for name, value in values.items()}
    write(STDLIB / f"_sysconfigdata_{re.sub('[.-]', '_', HOST)}.py", values)
    write(path, {name: for_any_compiler(value) for name, value in values.items()})
    # From 3.14 on there is a third, which is data and no code.
    for path in STDLIB.glob("_sysconfig_vars_*.json"):
        known = json.loads(path.read_text(encoding="utf-8"))
        known = {k: for_any_compiler(without_build_folders(v)) for k, v in known.items()}
        path.write_text(json.dumps(known, indent=2), encoding="utf-8")
    details = json.dumps(build_details(values), indent=2)
    (STDLIB / "build-details.json").write_text(details + "\n", encoding="utf-8")


main()
