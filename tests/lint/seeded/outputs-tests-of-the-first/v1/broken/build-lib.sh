#!/bin/bash
set -e
cmake -S . -B build ${CMAKE_ARGS}
make -C build -j"$CPU_COUNT"
make -C build test
make -C build install
