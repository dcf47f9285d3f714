#!/bin/bash
set -euo pipefail

go build -trimpath -o "$PREFIX/bin/gowatch" .
