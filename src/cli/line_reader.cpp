// SPDX-License-Identifier: MIT
#include "cli/line_reader.hpp"

#include "chaincore/util/file.hpp"

namespace chaincore::cli {

Result<void, Error> for_each_line(const std::string& path, const std::function<void(std::string_view)>& use) {
    constexpr std::size_t kPieceSize = std::size_t{64} << 10;
    constexpr std::size_t kLongestLine = std::size_t{16} << 20;
    auto file = util::FileReader::open(path);
    if (!file) return fail(file.error());
    std::string piece(kPieceSize, '\0');
    std::string line;
    while (true) {
        const auto count = file->read(piece);
        if (!count) return fail(count.error());
        std::string_view rest = std::string_view(piece).substr(0, *count);
        for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
            line.append(rest.substr(0, end));
            use(line);
            line.clear();
            rest.remove_prefix(end + 1);
        }
        line.append(rest);
        if (line.size() > kLongestLine) return fail(Error{path + " has a line of more than 16 MiB"});
        if (*count == piece.size()) continue;
        if (!line.empty()) use(line);
        return {};
    }
}

}  // namespace chaincore::cli
