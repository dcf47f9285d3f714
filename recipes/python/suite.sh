# Python's own tests for what depends on the processor, the compiler and the libraries.
set -euxo pipefail

cd Lib
export PYTHONDONTWRITEBYTECODE=1
# One test of ctypes compiles a library with the machine's gcc, which knows no other platform, and
# two look for libraries with what the machine may not have.
ignored=(--ignore test_null_dlsym)
for tool in gcc ld; do
  command -v "$tool" || ignored+=(--ignore "test_find_library_with_$tool")
done
# From 3.14 on one of bz2 fills two blocks with the tests in its folder, which are too few here.
if python -c 'import sys; raise SystemExit(sys.version_info < (3, 14))'; then
  ignored+=(--ignore testDecompressorChunksMaxsize)
fi
# The longest one first: the others run beside it.
python -m test -j "$(nproc)" --timeout 600 "${ignored[@]}" test_ssl \
  test_cmath test_ctypes test_float test_math test_struct \
  test_bz2 test_lzma test_sqlite3 test_zlib
