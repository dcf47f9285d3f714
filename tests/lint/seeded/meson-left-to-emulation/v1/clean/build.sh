#!/bin/bash
set -euo pipefail

meson setup builddir ${MESON_ARGS} \
  --wrap-mode=nofallback \
  -Ddocs=false
ninja -v -C builddir
meson test -C builddir --print-errorlogs || true
ninja -C builddir install
