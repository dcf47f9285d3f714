#!/bin/bash
set -euxo pipefail

# The tests and benchmarks need copies of googletest and benchmark that the archive has not.
cmake -S . -B build -G Ninja ${CMAKE_ARGS} \
  -DBUILD_SHARED_LIBS=ON \
  -DSNAPPY_BUILD_TESTS=OFF \
  -DSNAPPY_BUILD_BENCHMARKS=OFF
cmake --build build --parallel "$CPU_COUNT"
cmake --install build
