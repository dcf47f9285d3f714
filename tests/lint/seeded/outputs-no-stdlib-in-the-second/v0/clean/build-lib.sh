#!/bin/bash
set -e
cmake -S . -B build ${CMAKE_ARGS}
make -C build -j"$CPU_COUNT"
if [[ "$build_platform" == "$target_platform" ]]; then
  make -C build test
fi
make -C build install
