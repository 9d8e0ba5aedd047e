// SPDX-License-Identifier: MIT
#include "api/openapi_document.hpp"

// Made by the build (cmake/EmbedText.cmake).
namespace chaincore::embedded {
extern const char openapi_json[];
}  // namespace chaincore::embedded

namespace chaincore::api {

std::string openapi_document() { return embedded::openapi_json; }

}  // namespace chaincore::api
