#!/bin/bash
set -euxo pipefail

# Expat's own tests are C++ programs, and the test of this recipe is its C interface.
cmake -S expat -B build -G Ninja ${CMAKE_ARGS} \
  -DBUILD_SHARED_LIBS=ON \
  -DEXPAT_BUILD_DOCS=OFF \
  -DEXPAT_BUILD_EXAMPLES=OFF \
  -DEXPAT_BUILD_TESTS=OFF
cmake --build build --parallel "$CPU_COUNT"
cmake --install build
