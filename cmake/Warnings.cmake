# SPDX-License-Identifier: MIT
# The warnings of every target of ours; third-party headers are system headers.
add_library(chaincore_warnings INTERFACE)
target_compile_options(chaincore_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<BOOL:${CHAINCORE_WERROR}>:-Werror>
  # GCC 12 takes "text" + std::string for an overlapping copy at -O3 (GCC bug 105651, mended in 13).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  # What -Wconversion says of signs in C++ differs between the two; GCC's is what the code keeps to. A class that serves
  # several releases of httplib cannot say override (src/net/limited_stream.hpp), and what stable_sort of GCC 12's
  # library calls itself is deprecated in C++17.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion -Wno-inconsistent-missing-override -Wno-deprecated-declarations>)
