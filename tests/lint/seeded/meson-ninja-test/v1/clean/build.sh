#!/bin/bash
set -euo pipefail

meson setup builddir ${MESON_ARGS} \
  --wrap-mode=nofallback \
  -Ddocs=false
ninja -v -C builddir
[[ "${CONDA_BUILD_CROSS_COMPILATION:-0}" == 1 ]] || ninja -C builddir test
ninja -C builddir install
