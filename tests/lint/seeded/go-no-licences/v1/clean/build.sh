#!/bin/bash
set -euo pipefail

go-licenses save . --save_path=./library_licenses
go build -trimpath -o "$PREFIX/bin/gowatch" .
