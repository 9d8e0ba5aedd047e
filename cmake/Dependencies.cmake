# SPDX-License-Identifier: MIT
# Everything comes from Debian 12's packages; tools/setup installs them.
find_package(PkgConfig REQUIRED)
# Writes the search kernels; runs tests.
find_program(CHAINCORE_PYTHON NAMES python3 HINTS /usr/bin REQUIRED DOC "Python 3.11 or later")
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(simdjson 3.0 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(Threads REQUIRED)
find_package(RocksDB 7 REQUIRED)
find_package(Boost 1.74 REQUIRED)
# ThreadSanitizer knows no fences; Asio's queue has a mutex, which orders what they order.
if(CHAINCORE_SANITIZE MATCHES thread)
  target_compile_definitions(Boost::headers INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
find_package(OpenCL 1.2 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
# Through pkg-config: its macros decide the layout of httplib's classes.
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
# Newer releases wait for a server's leave before they send a large body, on a socket that ours is not, and count the
# lines of a head, which we do in bytes.
target_compile_definitions(PkgConfig::httplib INTERFACE
  CPPHTTPLIB_EXPECT_100_THRESHOLD=0 CPPHTTPLIB_HEADER_MAX_COUNT=65536)
pkg_check_modules(secp256k1 REQUIRED IMPORTED_TARGET libsecp256k1)
find_package(prometheus-cpp REQUIRED COMPONENTS core)  # Debian's says no version
find_package(tomlplusplus 3.3 REQUIRED)
pkg_check_modules(ncursesw REQUIRED IMPORTED_TARGET ncursesw)
# It asks for an older standard of the C library than GCC and clang do for C++.
set_target_properties(PkgConfig::ncursesw PROPERTIES INTERFACE_COMPILE_OPTIONS "" INTERFACE_COMPILE_DEFINITIONS "")
if(CHAINCORE_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()
if(CHAINCORE_BENCH)
  find_package(benchmark REQUIRED)
endif()
