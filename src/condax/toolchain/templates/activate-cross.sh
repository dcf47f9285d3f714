# What only a compiler for another platform adds.
_condax_cmake="${_condax_cmake} -DCMAKE_SYSTEM_NAME=@CMAKE_SYSTEM_NAME@ -DCMAKE_SYSTEM_PROCESSOR=@PROCESSOR@"
_condax_meson="${_condax_meson} --cross-file=${CONDA_PREFIX}/meson_cross_file.txt"

# NAME VALUE: what the user has set stays; deactivation forgets what only this script has set.
_condax_default() {
  eval "_condax_old=\"\${$1:-}\""
  if [ -z "${_condax_old}" ]; then
    _condax_set "$1" "$2"
    export "CONDAX_DEFAULT_$1=1"
  fi
}

# The sysroot has stub libraries, which link but do not run: only a real libc of the target is
# worth naming to an emulator.
_condax_libc="${QEMU_LD_PREFIX:-}"
if [ -z "${_condax_libc}" ] && [ -e "/usr/@DEBIAN_TRIPLET@/@INTERPRETER@" ]; then
  _condax_libc="/usr/@DEBIAN_TRIPLET@"
fi
_condax_emulator="${CROSSCOMPILING_EMULATOR:-}"
if [ -n "${_condax_libc}" ]; then
  _condax_default QEMU_LD_PREFIX "${_condax_libc}"
  for _condax_name in qemu-@QEMU_ARCH@-static qemu-@QEMU_ARCH@ qemu-execve-@QEMU_ARCH@; do
    if [ -z "${_condax_emulator}" ] && command -v "${_condax_name}" >/dev/null 2>&1; then
      _condax_emulator="$(command -v "${_condax_name}")"
    fi
  done
fi
if [ -n "${_condax_emulator}" ]; then
  _condax_default CMAKE_CROSSCOMPILING_EMULATOR "${_condax_emulator}"
  _condax_default CARGO_TARGET_@RUST_TARGET@_RUNNER "${_condax_emulator}"
  # CMake reads the variable from 3.29 on.
  _condax_cmake="${_condax_cmake} -DCMAKE_CROSSCOMPILING_EMULATOR=${CMAKE_CROSSCOMPILING_EMULATOR}"
  # `make check` starts programs by name: it may only be tried where the kernel hands them to
  # the emulator.
  if [ -e "/proc/sys/fs/binfmt_misc/qemu-@QEMU_ARCH@" ]; then
    _condax_default CROSSCOMPILING_EMULATOR "${_condax_emulator}"
  fi
fi

# Recipes and cross-python append to [binaries]: it stays the last section.
{
@MESON_MACHINE@
  echo "[binaries]"
@MESON_BINARIES@
  for _condax_name in @MESON_OPTIONAL@; do
    if [ -e "${_condax_bin}-${_condax_name#*:}" ]; then
      echo "${_condax_name%:*} = '@HOST_TRIPLET@-${_condax_name#*:}'"
    fi
  done
  echo "cmake = '${CONDA_PREFIX}/bin/cmake'"
  echo "pkg-config = '${CONDA_PREFIX}/bin/pkg-config'"
  if [ -n "${_condax_emulator}" ]; then
    echo "exe_wrapper = '${_condax_emulator}'"
  fi
} > "${CONDA_PREFIX}/meson_cross_file.txt"

unset -f _condax_default
unset _condax_libc _condax_emulator
