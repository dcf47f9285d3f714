#!/bin/bash
set -euo pipefail

meson setup builddir ${MESON_ARGS} \
  --wrap-mode=nofallback \
  -Ddocs=false
ninja -v -C builddir
ninja -C builddir test
ninja -C builddir install
