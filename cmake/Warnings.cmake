# SPDX-License-Identifier: MIT
# The warnings of every target of ours; third-party headers are system headers.
add_library(chaincore_warnings INTERFACE)
target_compile_options(chaincore_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<BOOL:${CHAINCORE_WERROR}>:-Werror>
  # GCC 12 takes "text" + std::string for an overlapping copy at -O3 (GCC bug 105651, mended in 13).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
