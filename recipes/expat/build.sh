#!/bin/bash
set -euxo pipefail

# Expat's own tests are C++ programs, and the test of this recipe is its C interface. It asks for
# CMake 3.1's policies, which CMake 4 does not have any more.
cmake -S expat -B build -G Ninja ${CMAKE_ARGS} \
  -DCMAKE_POLICY_VERSION_MINIMUM=3.5 \
  -DBUILD_SHARED_LIBS=ON \
  -DEXPAT_BUILD_DOCS=OFF \
  -DEXPAT_BUILD_EXAMPLES=OFF \
  -DEXPAT_BUILD_TESTS=OFF
cmake --build build --parallel "$CPU_COUNT"
cmake --install build
