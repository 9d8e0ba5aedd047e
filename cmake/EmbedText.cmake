# SPDX-License-Identifier: MIT
# cmake -DINPUT=<file> -DOUTPUT=<.cpp> -DNAME=<identifier> -P EmbedText.cmake
# A text file as a constant of the program: extern const char NAME[] in namespace chaincore::embedded.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT} "// Made from ${INPUT}: change that, not this.
#pragma GCC diagnostic ignored \"-Woverlength-strings\"
namespace chaincore::embedded {
extern const char ${NAME}[];
const char ${NAME}[] = R\"embedded(${text})embedded\";
}  // namespace chaincore::embedded
")
