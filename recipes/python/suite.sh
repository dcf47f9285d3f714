# Python's own tests for what depends on the processor, the compiler and the libraries.
set -euxo pipefail

cd Lib
export PYTHONDONTWRITEBYTECODE=1
# One test of ctypes compiles a library with the machine's gcc, which knows no other platform.
python -m test --timeout 600 --ignore test_null_dlsym \
  test_cmath test_ctypes test_float test_math test_struct \
  test_bz2 test_lzma test_sqlite3 test_ssl test_zlib
