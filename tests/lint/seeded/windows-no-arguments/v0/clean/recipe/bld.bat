@echo on
cmake %CMAKE_ARGS% -G Ninja -S . -B build ^
  -DCMAKE_INSTALL_PREFIX=%LIBRARY_PREFIX%
if errorlevel 1 exit 1
cmake --build build --target install
if errorlevel 1 exit 1
if not "%CONDA_BUILD_SKIP_TESTS%"=="1" (
  ctest --test-dir build --output-on-failure
)
