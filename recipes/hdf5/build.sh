#!/bin/bash
set -euxo pipefail

# CMake's try_run and the programs that write H5Tinit.c and H5lib_settings.c run under the emulator
# that CMAKE_ARGS names, because they ask what the target's types look like. One of them writes a
# file where cmake was called, and it is read in the build folder.
mkdir build
cd build
cmake -G Ninja ${CMAKE_ARGS} \
  -DONLY_SHARED_LIBS=ON \
  -DBUILD_TESTING=OFF \
  -DHDF5_BUILD_CPP_LIB=OFF \
  -DHDF5_BUILD_EXAMPLES=OFF \
  -DHDF5_BUILD_TOOLS=OFF \
  -DHDF5_ENABLE_Z_LIB_SUPPORT=ON \
  ..
cmake --build . --parallel "$CPU_COUNT"
cmake --install .

# h5cc calls the compiler by its path, which is gone with the build environment.
sed -i "s|$BUILD_PREFIX/bin/||g" "$PREFIX"/bin/h5{,hl}cc "$PREFIX/lib/libhdf5.settings"
rm "$PREFIX"/share/COPYING "$PREFIX"/share/*.txt
