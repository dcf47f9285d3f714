"""Run programs of another platform here, and with them the tests of finished packages.

```python
emulation = find_emulation(platform, build_platform, env=environment)
outcome = run_package_tests(
    artifact, emulation=emulation, channels=["file:///output"], env=environment, log=log
)
```
"""

from condax.emulation.emulator import Emulator, Handler, find_emulator, find_handler
from condax.emulation.find import find_emulation
from condax.emulation.ladder import Emulation, Rung
from condax.emulation.package_tests import (
    ElementOutcome,
    PackageTestOutcome,
    Verdict,
    run_package_tests,
)
from condax.emulation.target_libc import TargetLibc, find_target_libc

__all__ = [
    "ElementOutcome",
    "Emulation",
    "Emulator",
    "Handler",
    "PackageTestOutcome",
    "Rung",
    "TargetLibc",
    "Verdict",
    "find_emulation",
    "find_emulator",
    "find_handler",
    "find_target_libc",
    "run_package_tests",
]
