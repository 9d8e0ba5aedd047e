# SPDX-License-Identifier: MIT
# cmake -DINPUTS=<file>[,<file>...] -DOUTPUT=<.cpp> -P EmbedFiles.cmake
# Text files as the constants of the program that src/api/dashboard_files.hpp declares.
string(REPLACE "," ";" inputs "${INPUTS}")
file(WRITE ${OUTPUT} "// Made from the files in it: change those, not this.
#include \"api/dashboard_files.hpp\"

namespace chaincore::api {

const std::vector<DashboardFile>& dashboard_files() {
    static const std::vector<DashboardFile> files = {
")
foreach(input IN LISTS inputs)
  get_filename_component(name ${input} NAME)
  file(READ ${input} text)
  file(APPEND ${OUTPUT} "        {\"${name}\", R\"embedded(${text})embedded\"},\n")
endforeach()
file(APPEND ${OUTPUT} "    };
    return files;
}

}  // namespace chaincore::api
")
