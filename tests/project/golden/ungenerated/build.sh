#!/bin/bash
set -euxo pipefail

autoreconf --force --install --verbose
./configure --prefix="$PREFIX" --build="$BUILD" --host="$HOST" --disable-static
make -j"$CPU_COUNT"
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  make -j"$CPU_COUNT" check
fi
make install
find "$PREFIX/lib" -name '*.la' -delete
