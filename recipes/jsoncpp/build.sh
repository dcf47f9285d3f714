#!/bin/bash
set -euxo pipefail

meson setup build ${MESON_ARGS} -Dtests=false
meson compile -C build -j "$CPU_COUNT"
meson install -C build --no-rebuild
