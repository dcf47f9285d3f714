#!/bin/bash
set -e
cmake -S . -B build
make -C build -j"$CPU_COUNT"
if [[ "$build_platform" == "$target_platform" ]]; then
  make -C build test
fi
make -C build install
