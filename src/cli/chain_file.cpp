// SPDX-License-Identifier: MIT
#include "cli/chain_file.hpp"

#include "chaincore/sync/chain_response_parser.hpp"
#include "chaincore/util/file.hpp"
#include "cli/progress_line.hpp"

namespace chaincore::cli {
namespace {

using chain::Verdict;

constexpr std::size_t kPieceSize = std::size_t{1} << 20;

// Connects every block that the parser has whole.
Verdict connect_whole_blocks(sync::ChainResponseParser& parser, consensus::ChainReplay& replay,
                             const std::function<void(const chain::Block&)>& on_block) {
    while (true) {
        const auto block = parser.next();
        if (!block) return fail(block.error());
        if (!*block) return {};
        if (auto verdict = replay.append(**block); !verdict) return verdict;
        on_block(**block);
    }
}

Verdict finish(sync::ChainResponseParser& parser, const consensus::ChainReplay& replay) {
    if (auto verdict = parser.finish(); !verdict) return verdict;
    if (replay.length() == 0) return chain::reject(chain::Rule::genesis, "the chain has no blocks, not even a genesis");
    return {};
}

}  // namespace

Result<std::optional<ChainFault>, Error> replay_file(const std::string& path, consensus::ChainReplay& replay,
                                                     const std::function<void(const chain::Block&)>& on_block) {
    auto file = util::FileReader::open(path);
    if (!file) return fail(file.error());
    ProgressLine progress("verifying", file->size());
    sync::ChainResponseParser parser;
    std::string piece(kPieceSize, '\0');
    std::size_t bytes = 0;
    while (true) {
        const auto count = file->read(piece);
        if (!count) return fail(count.error());
        bytes += *count;
        parser.append(std::string_view(piece).substr(0, *count));
        auto verdict = connect_whole_blocks(parser, replay, on_block);
        const bool at_end = *count < piece.size();
        if (verdict && at_end) verdict = finish(parser, replay);
        if (!verdict) return ChainFault{verdict.error(), replay.length()};
        if (at_end) return std::nullopt;
        progress.update(replay.length(), bytes);
    }
}

}  // namespace chaincore::cli
