#!/bin/bash
set -euxo pipefail

# The tests need a copy of googletest that the archive has not.
cmake -S . -B build -G Ninja ${CMAKE_ARGS} \
  -DBUILD_SHARED_LIBS=ON \
  -Dprotobuf_WITH_ZLIB=ON \
  -Dprotobuf_BUILD_TESTS=OFF
cmake --build build --parallel "$CPU_COUNT"
cmake --install build
