"""Packages that are linked: what CMake, pkg-config and linkers call them.

CMake's names are those of its find modules, pkg-config's those of the `.pc` files that the
projects install.
"""

from __future__ import annotations

from condax.recipe.natures.model import KnownPackage, Nature

MODULES = "https://cmake.org/cmake/help/latest/manual/cmake-modules.7.html"
OWN_PC = "the .pc or CMake file that the project installs"
MPI_NOTES = "https://www.mpi-forum.org/docs/: compiler wrappers and a library"


def _library(  # noqa: PLR0913 - one parameter for each name space
    name: str,
    *,
    cmake: str = "",
    pc: str = "",
    libs: str = "",
    programs: str = "",
    tools: str = "",
    nature: Nature = Nature.LIBRARY,
) -> KnownPackage:
    """Names are separated by spaces."""
    return KnownPackage(
        name=name,
        nature=nature,
        source=MODULES if cmake and not pc else OWN_PC,
        cmake=tuple(cmake.split()),
        pkg_config=tuple(pc.split()),
        libraries=tuple(libs.split()),
        programs=tuple(programs.split()),
        tools=tuple(tools.split()),
    )


def _headers(name: str, *, cmake: str = "", pc: str = "") -> KnownPackage:
    return _library(name, cmake=cmake, pc=pc, nature=Nature.HEADERS)


def _both(
    name: str, programs: str, *, cmake: str = "", pc: str = "", libs: str = ""
) -> KnownPackage:
    return _library(
        name, cmake=cmake, pc=pc, libs=libs, programs=programs, nature=Nature.LIBRARY_AND_PROGRAM
    )


TABLE = (
    _library("alsa-lib", cmake="ALSA", pc="alsa", libs="asound"),
    _library("armadillo", cmake="Armadillo", libs="armadillo"),
    _library("blosc", cmake="Blosc", pc="blosc", libs="blosc"),
    _library("boost-cpp"),
    _library(
        "brotli",
        pc="libbrotlidec libbrotlienc libbrotlicommon",
        libs="brotlidec brotlienc",
        tools="brotli",
    ),
    _library("bzip2", cmake="BZip2", pc="bzip2", libs="bz2", tools="bzip2"),
    _library("c-ares", cmake="c-ares", pc="libcares", libs="cares"),
    _library("cairo", pc="cairo", libs="cairo"),
    _headers("catch2", cmake="Catch2", pc="catch2"),
    _library("ceres-solver", cmake="Ceres"),
    _library("cfitsio", cmake="CFITSIO", pc="cfitsio", libs="cfitsio"),
    _library("cgal-cpp", cmake="CGAL"),
    _library("cjson", cmake="cJSON", pc="libcjson", libs="cjson"),
    _headers("cli11", cmake="CLI11"),
    _library("curl", cmake="CURL", pc="libcurl", libs="curl", tools="curl"),
    _library("dav1d", pc="dav1d", libs="dav1d"),
    _library("dbus", pc="dbus-1", libs="dbus-1", tools="dbus-run-session"),
    _headers("eigen", cmake="Eigen3", pc="eigen3"),
    _library("elfutils", pc="libelf libdw", libs="elf dw", tools="eu-strip"),
    _library("expat", cmake="EXPAT expat", pc="expat", libs="expat"),
    _library("fftw", cmake="FFTW3", pc="fftw3 fftw3f", libs="fftw3 fftw3f"),
    _both("flatbuffers", "flatc", cmake="FlatBuffers Flatbuffers", pc="flatbuffers"),
    _library("fmt", cmake="fmt", pc="fmt", libs="fmt"),
    _library("fontconfig", cmake="Fontconfig", pc="fontconfig", libs="fontconfig"),
    _library("freetype", cmake="Freetype", pc="freetype2", libs="freetype"),
    _library("fribidi", pc="fribidi", libs="fribidi"),
    _library("gdk-pixbuf", pc="gdk-pixbuf-2.0"),
    _library("geos", cmake="GEOS", pc="geos", libs="geos geos_c", tools="geos-config"),
    _library("gettext", cmake="Gettext Intl", libs="intl", tools="msgfmt xgettext"),
    _library("gflags", cmake="gflags", pc="gflags", libs="gflags"),
    _library("giflib", cmake="GIF", libs="gif"),
    _library("glfw", cmake="glfw3", pc="glfw3", libs="glfw"),
    _both("glib", "glib-mkenums glib-genmarshal", pc="glib-2.0 gobject-2.0 gio-2.0 gthread-2.0"),
    _library("glog", cmake="glog", pc="libglog", libs="glog"),
    _library("gmp", cmake="GMP", pc="gmp", libs="gmp"),
    _library("gnutls", cmake="GnuTLS", pc="gnutls", libs="gnutls", tools="certtool"),
    _library("gsl", cmake="GSL", pc="gsl", libs="gsl"),
    _library("gtest", cmake="GTest", pc="gtest gmock", libs="gtest"),
    _library("harfbuzz", cmake="harfbuzz", pc="harfbuzz", libs="harfbuzz"),
    _library("hdf5", cmake="HDF5", pc="hdf5", libs="hdf5"),
    _library("hiredis", cmake="hiredis", pc="hiredis", libs="hiredis"),
    _library("icu", cmake="ICU", pc="icu-uc icu-i18n", libs="icuuc icui18n"),
    _library("imath", cmake="Imath", pc="Imath"),
    _library("jansson", cmake="jansson", pc="jansson", libs="jansson"),
    _library("json-c", cmake="json-c", pc="json-c", libs="json-c"),
    _library("krb5", pc="krb5 krb5-gssapi", libs="krb5 gssapi_krb5", tools="krb5-config"),
    _library("lcms2", cmake="lcms2", pc="lcms2", libs="lcms2"),
    _library("leveldb", cmake="leveldb", libs="leveldb"),
    _library("libabseil", cmake="absl"),
    _library("libarchive", cmake="LibArchive", pc="libarchive", libs="archive", tools="bsdtar"),
    _library("libblas", cmake="BLAS", pc="blas cblas openblas", libs="blas cblas openblas"),
    _library("libboost"),
    _library("libboost-devel", cmake="Boost boost"),
    _library("libcap", pc="libcap", libs="cap"),
    _library("libcblas"),
    _library("libcurl"),
    _library("libdeflate", cmake="libdeflate", pc="libdeflate", libs="deflate"),
    _library("libdrm", pc="libdrm", libs="drm"),
    _library("libedit", pc="libedit", libs="edit"),
    _library("libev", libs="ev"),
    _library("libevent", cmake="Libevent", pc="libevent", libs="event event_core"),
    _library("libffi", cmake="libffi FFI", pc="libffi", libs="ffi"),
    _library("libflac", cmake="FLAC", pc="flac", libs="FLAC"),
    _library("libgit2", pc="libgit2", libs="git2"),
    _library("libgcrypt", pc="libgcrypt", libs="gcrypt"),
    _library("libgl-devel"),
    _library("libiconv", cmake="Iconv", libs="iconv"),
    _library("libidn2", pc="libidn2", libs="idn2"),
    _library("libjpeg-turbo", cmake="JPEG libjpeg-turbo", pc="libjpeg libturbojpeg", libs="jpeg"),
    _library("liblapack", cmake="LAPACK", pc="lapack lapacke", libs="lapack"),
    _library("liblapacke"),
    _library("liblzma-devel", cmake="LibLZMA liblzma", pc="liblzma", libs="lzma"),
    _library("libmicrohttpd", pc="libmicrohttpd", libs="microhttpd"),
    _library("libnghttp2", cmake="NGHTTP2", pc="libnghttp2", libs="nghttp2"),
    _library("libogg", cmake="Ogg", pc="ogg", libs="ogg"),
    _library("libopus", cmake="Opus", pc="opus", libs="opus"),
    _library("libpng", cmake="PNG", pc="libpng libpng16", libs="png png16"),
    _both("libprotobuf", "protoc", cmake="Protobuf protobuf", pc="protobuf", libs="protobuf"),
    _library("libpq", cmake="PostgreSQL", pc="libpq", libs="pq", tools="pg_config"),
    _library("libpsl", pc="libpsl", libs="psl"),
    _library("librdkafka", cmake="RdKafka", pc="rdkafka", libs="rdkafka"),
    _library("libsndfile", cmake="SndFile", pc="sndfile", libs="sndfile"),
    _library("libsodium", cmake="sodium", pc="libsodium", libs="sodium"),
    _library("libssh", cmake="libssh", pc="libssh", libs="ssh"),
    _library("libssh2", cmake="Libssh2", pc="libssh2", libs="ssh2"),
    _library("libtasn1", pc="libtasn1", libs="tasn1"),
    _library("libtiff", cmake="TIFF", pc="libtiff-4", libs="tiff"),
    _library("libunistring", libs="unistring"),
    _library("libusb", pc="libusb-1.0", libs="usb-1.0"),
    _library("libutf8proc", cmake="utf8proc", pc="libutf8proc", libs="utf8proc"),
    _library("libuuid", pc="uuid", libs="uuid"),
    _library("libuv", cmake="libuv", pc="libuv", libs="uv"),
    _library("libvorbis", cmake="Vorbis", pc="vorbis vorbisfile vorbisenc", libs="vorbis"),
    _library("libwebp"),
    _library("libwebp-base", cmake="WebP", pc="libwebp", libs="webp"),
    _library("libxc", cmake="Libxc", pc="libxc", libs="xc"),
    _library("libxcb", cmake="XCB", pc="xcb", libs="xcb"),
    _library("libxml2-devel", cmake="LibXml2", pc="libxml-2.0", libs="xml2", tools="xml2-config"),
    _library(
        "libxslt", cmake="LibXslt", pc="libxslt libexslt", libs="xslt exslt", tools="xsltproc"
    ),
    _library("libzlib"),
    _library("lmdb", pc="lmdb", libs="lmdb"),
    _library("lua", cmake="Lua", pc="lua lua5.4", libs="lua", tools="lua luac"),
    _library("lz4-c", cmake="lz4 LZ4", pc="liblz4", libs="lz4"),
    _library("lzo", pc="lzo2", libs="lzo2"),
    _library("metis", libs="metis"),
    _library("mpc", libs="mpc"),
    _library("mpfr", cmake="MPFR", pc="mpfr", libs="mpfr"),
    _library(
        "ncurses",
        cmake="Curses",
        pc="ncurses ncursesw tinfo",
        libs="ncurses ncursesw tinfo",
        tools="tic",
    ),
    _library("libnetcdf", cmake="netCDF", pc="netcdf", libs="netcdf"),
    _library("nettle", pc="nettle hogweed", libs="nettle hogweed"),
    _headers("nlohmann_json", cmake="nlohmann_json", pc="nlohmann_json"),
    _library("nlopt", cmake="NLopt", pc="nlopt", libs="nlopt"),
    _library("nss", pc="nss", libs="nss3", tools="certutil"),
    _library("oniguruma", pc="oniguruma", libs="onig"),
    _library("openblas"),
    _library("openexr", cmake="OpenEXR", pc="OpenEXR"),
    _library("openjpeg", cmake="OpenJPEG", pc="libopenjp2", libs="openjp2"),
    _library(
        "openssl",
        cmake="OpenSSL",
        pc="openssl libssl libcrypto",
        libs="ssl crypto",
        tools="openssl",
    ),
    _library("p11-kit", pc="p11-kit-1"),
    _library("pango", pc="pango pangocairo"),
    _library("pcre2", cmake="PCRE2", pc="libpcre2-8", libs="pcre2-8"),
    _library("pixman", pc="pixman-1", libs="pixman-1"),
    _library("poppler", pc="poppler poppler-glib poppler-cpp", libs="poppler"),
    _library("popt", pc="popt", libs="popt"),
    _library("proj", cmake="PROJ", pc="proj", libs="proj", tools="proj"),
    _library("pugixml", cmake="pugixml", pc="pugixml", libs="pugixml"),
    _library("qhull", cmake="Qhull", pc="qhull_r", libs="qhull_r"),
    _headers("rapidjson", cmake="RapidJSON", pc="RapidJSON"),
    _library("re2", cmake="re2", pc="re2", libs="re2"),
    _library("readline", cmake="Readline", pc="readline", libs="readline"),
    _library("sdl2", cmake="SDL2", pc="sdl2", libs="SDL2", tools="sdl2-config"),
    _library("snappy", cmake="Snappy", libs="snappy"),
    _library("spdlog", cmake="spdlog", pc="spdlog", libs="spdlog"),
    _library("sqlite", cmake="SQLite3", pc="sqlite3", libs="sqlite3", tools="sqlite3"),
    _library("suitesparse", cmake="CHOLMOD UMFPACK", libs="cholmod umfpack amd"),
    _library("tbb-devel", cmake="TBB", pc="tbb", libs="tbb"),
    _library("unixodbc", cmake="ODBC", pc="odbc", libs="odbc"),
    _library("xerces-c", cmake="XercesC", pc="xerces-c", libs="xerces-c"),
    _library("xorg-libx11", pc="x11"),
    _library("xorg-libxext", pc="xext"),
    _library("xxhash", cmake="xxHash", pc="libxxhash", libs="xxhash", tools="xxhsum"),
    _library("yaml", pc="yaml-0.1", libs="yaml"),
    _library("yaml-cpp", cmake="yaml-cpp", pc="yaml-cpp", libs="yaml-cpp"),
    _library("zeromq", cmake="ZeroMQ", pc="libzmq", libs="zmq"),
    _library("zlib", cmake="ZLIB", pc="zlib", libs="z"),
    _library("zstd", cmake="zstd Zstd", pc="libzstd", libs="zstd", tools="zstd"),
    *(
        KnownPackage(name=name, nature=Nature.MPI, source=MPI_NOTES, cmake=cmake, pkg_config=pc)
        for name, cmake, pc in (
            ("openmpi", ("MPI",), ("ompi", "ompi-c")),
            ("mpich", (), ("mpich",)),
        )
    ),
)
