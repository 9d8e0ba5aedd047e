# SPDX-License-Identifier: MIT
# What `cmake --install` puts where (docs/installing.md). The pages of the manual and the example of a configuration are
# written by the program, so they say what it does.
include(GNUInstallDirs)
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

find_program(CHAINCORE_GZIP gzip REQUIRED DOC "Compresses the pages of the manual")
set(made ${PROJECT_BINARY_DIR}/install)
add_custom_command(OUTPUT ${made}/stamp
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${made}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${made}/man
  COMMAND chaincore manual --all ${made}/man
  COMMAND ${CHAINCORE_GZIP} -9nr ${made}/man
  COMMAND chaincore config example > ${made}/config.toml
  COMMAND ${CMAKE_COMMAND} -E touch ${made}/stamp
  DEPENDS chaincore
  COMMENT "Writing the manual"
  VERBATIM)
add_custom_target(chaincore_manual ALL DEPENDS ${made}/stamp)

install(TARGETS chaincore RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${made}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES src/cli/completion/chaincore.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME chaincore)
install(FILES src/cli/completion/chaincore.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES README.md CONTRIBUTING.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${made}/config.toml tools/systemd/chaincore.service.d/opencl.conf
  DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
# What depends on the prefix, which is known for sure when it is installed.
install(CODE "
  set(source \"${PROJECT_SOURCE_DIR}\")
  set(made \"${made}\")
  set(program \"${CMAKE_INSTALL_BINDIR}/chaincore\")
  set(datadir \"${CMAKE_INSTALL_DATADIR}\")
  set(docdir \"${CMAKE_INSTALL_DOCDIR}\")
  set(gzip \"${CHAINCORE_GZIP}\")")
install(SCRIPT cmake/InstallByPrefix.cmake)
