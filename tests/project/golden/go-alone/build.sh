#!/bin/bash
set -euxo pipefail

if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  go test ./...
fi
go build -v -trimpath -ldflags="-s -w" -o "$PREFIX/bin/x" .
