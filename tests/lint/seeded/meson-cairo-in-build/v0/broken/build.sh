#!/bin/bash
set -euo pipefail

meson setup builddir ${MESON_ARGS} \
  --wrap-mode=nofallback \
  -Ddocs=false
ninja -v -C builddir
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  meson test -C builddir --print-errorlogs
fi
ninja -C builddir install
