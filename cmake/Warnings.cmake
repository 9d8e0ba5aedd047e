# SPDX-License-Identifier: MIT
# The warnings of every target of ours; third-party headers are system headers.
add_library(chaincore_warnings INTERFACE)
target_compile_options(chaincore_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<BOOL:${CHAINCORE_WERROR}>:-Werror>)
