#!/bin/bash
set -euxo pipefail

# When it cross-compiles, Meson takes the scanner of the build environment and not the one that it
# has just compiled.
meson setup build ${MESON_ARGS} \
  -Dbuild.pkg_config_path="$BUILD_PREFIX/lib/pkgconfig" \
  -Dtests=false -Ddocumentation=false -Ddtd_validation=false
meson compile -C build -j "$CPU_COUNT"
meson install -C build --no-rebuild
