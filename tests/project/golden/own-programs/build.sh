#!/bin/bash
set -euxo pipefail

cp "$BUILD_PREFIX"/share/gnuconfig/config.* .
./configure \
  --prefix="$PREFIX" \
  --build="$BUILD" \
  --host="$HOST" \
  --with-shared \
  --with-build-cc="$CC_FOR_BUILD" \
  --without-ada
make -j"$CPU_COUNT"
make install
