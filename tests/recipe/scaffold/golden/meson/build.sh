#!/bin/bash
set -euxo pipefail

meson setup ${MESON_ARGS} builddir
meson compile -C builddir -j "$CPU_COUNT"
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  meson test -C builddir --print-errorlogs
fi
meson install -C builddir --no-rebuild
