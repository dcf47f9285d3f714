"""What the compiler knew of the machine that this runs on."""

import platform
import sysconfig

from sizes._sizes import is_folder, machine, pointer_size


def main() -> None:
    """Fail unless the extension was compiled for this very Python."""
    assert machine() == platform.machine(), (machine(), platform.machine())
    assert pointer_size() == sysconfig.get_config_var("SIZEOF_VOID_P")
    assert is_folder("/")
    print("an extension for", machine())
