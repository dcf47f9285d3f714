"""Import every extension module of the standard library, and see what it was built with."""

import ctypes
import importlib
import pathlib
import sqlite3
import ssl
import sysconfig

SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")
WANTED = {
    *("_bz2", "_ctypes", "_curses", "_curses_panel", "_lzma", "_sqlite3", "_ssl"),
    *("pyexpat", "readline", "zlib"),
}

folder = pathlib.Path(sysconfig.get_path("platstdlib"), "lib-dynload")
names = {path.name.removesuffix(SUFFIX) for path in folder.iterdir()}
assert names >= WANTED, WANTED - names
for name in sorted(names):
    importlib.import_module(name)
print(len(names), "extension modules with the suffix", SUFFIX)

assert ctypes.CDLL(None).abs(-5) == 5
assert ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda n: n + 1)(41) == 42
assert sqlite3.connect(":memory:").execute("select 6 * 7").fetchone() == (42,)
assert hasattr(sqlite3.Connection, "enable_load_extension")
assert ssl.create_default_context().minimum_version >= ssl.TLSVersion.TLSv1_2
