# SPDX-License-Identifier: MIT
# jemalloc for the programs that people run: taking up a chain costs a tenth less of the cores' time. Sanitizers bring
# their own; where it is not installed, the C library's does.
add_library(chaincore_allocator INTERFACE)
pkg_check_modules(jemalloc IMPORTED_TARGET jemalloc)
if(jemalloc_FOUND AND NOT CHAINCORE_SANITIZE AND NOT CHAINCORE_FUZZ)
  target_sources(chaincore_allocator INTERFACE ${PROJECT_SOURCE_DIR}/src/cli/allocator_settings.cpp)
  # Nothing of ours calls it by name, so the linker would leave it out.
  target_link_libraries(chaincore_allocator INTERFACE -Wl,--push-state,--no-as-needed PkgConfig::jemalloc -Wl,--pop-state)
endif()
