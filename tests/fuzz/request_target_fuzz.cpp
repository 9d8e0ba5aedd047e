// SPDX-License-Identifier: MIT
// What a request of the API asks for: a target that is accepted has one path, and nothing of it is lost or made up.
#include "api/request_target.hpp"
#include "fuzz/require.hpp"

#include <string>

using namespace chaincore;
using fuzz::require;

namespace {

std::string percent_encoded(std::string_view path) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (out.empty())
            out += c;  // the slash that begins it
        else
            out.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
    }
    return out;
}

// How many bytes a path has that nobody need have escaped: each escape is one byte.
std::size_t count_bytes(std::string_view path) {
    std::size_t count = 0;
    char previous = 0;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const bool is_doubled_slash = path[i] == '/' && previous == '/';
        previous = path[i];
        if (is_doubled_slash) continue;
        ++count;
        if (path[i] == '%') i += 2;
    }
    return count;
}

void check(std::string_view target, const api::RequestTarget& read) {
    require(read.path.starts_with('/'), "a path begins with a slash");
    require(read.authority || target.front() == '/', "a target begins with a slash or an authority");
    require(read.query.empty() || read.query.front() == '?', "a query keeps its question mark");
    require(target.ends_with(read.query), "a query is what the target ends with");
    if (read.authority)
        require(read.authority->find_first_of("/?") == std::string::npos, "an authority ends where the path begins");

    const std::size_t before = read.authority ? std::string_view("http://").size() + read.authority->size() : 0;
    const std::string_view path = target.substr(before, target.size() - before - read.query.size());
    require(path.find('?') == std::string_view::npos, "the first question mark begins the query");
    require((std::string(path) + read.query).find('#') == std::string::npos, "no fragment is sent");
    require(read.path.size() == (path.empty() ? 1 : count_bytes(path)), "an escape stands for one byte");
    const auto again = api::read_target(percent_encoded(read.path) + read.query);
    require(again && again->path == read.path && again->query == read.query, "what was read can be asked for again");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view target = fuzz::as_text(data, size);
    if (const auto read = api::read_target(target)) check(target, *read);
    return 0;
}
