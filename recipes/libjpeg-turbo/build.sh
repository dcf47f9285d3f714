#!/bin/bash
set -euxo pipefail

# It asks for CMake 2.8's policies, which CMake 4 does not have any more, and makes a path below the
# source folder of a relative CMAKE_INSTALL_LIBDIR, as CMAKE_ARGS has it.
cmake -S . -B build -G Ninja ${CMAKE_ARGS} \
  -DCMAKE_POLICY_VERSION_MINIMUM=3.5 \
  -DCMAKE_INSTALL_LIBDIR="$PREFIX/lib" \
  -DENABLE_STATIC=OFF \
  -DREQUIRE_SIMD=ON
cmake --build build --parallel "$CPU_COUNT"
cmake --install build
rm -rf "$PREFIX/share/doc"
