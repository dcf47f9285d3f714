#!/bin/bash
set -euxo pipefail

make -j"$CPU_COUNT" -C lib BUILD_STATIC=no PREFIX="$PREFIX"
make -j"$CPU_COUNT" -C programs
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  make -C tests test-lz4-basic
fi
make -C lib install BUILD_STATIC=no PREFIX="$PREFIX"
make -C programs install PREFIX="$PREFIX"
