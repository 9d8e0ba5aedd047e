// SPDX-License-Identifier: MIT
#include "cli/chain_file.hpp"

#include "chaincore/sync/chain_response_parser.hpp"
#include "chaincore/util/file.hpp"
#include "cli/progress_line.hpp"

namespace chaincore::cli {
namespace {

using chain::Verdict;

constexpr std::size_t kPieceSize = std::size_t{1} << 20;

using Take = std::function<Verdict(const chain::Block&)>;

// Every block that the parser has whole.
Verdict take_whole_blocks(sync::ChainResponseParser& parser, const Take& take, std::uint64_t& count) {
    while (true) {
        const auto block = parser.next();
        if (!block) return fail(block.error());
        if (!*block) return {};
        if (auto verdict = take(**block); !verdict) return verdict;
        ++count;
    }
}

Verdict finish(sync::ChainResponseParser& parser, std::uint64_t count) {
    if (auto verdict = parser.finish(); !verdict) return verdict;
    if (count == 0) return chain::reject(chain::Rule::genesis, "the chain has no blocks, not even a genesis");
    return {};
}

}  // namespace

Result<std::optional<ChainFault>, Error> read_chain_file(const std::string& path, const std::string& what,
                                                         const Take& take) {
    auto file = util::FileReader::open(path);
    if (!file) return fail(file.error());
    ProgressLine progress(what);
    sync::ChainResponseParser parser;
    std::string piece(kPieceSize, '\0');
    std::size_t bytes = 0;
    std::uint64_t blocks = 0;
    while (true) {
        const auto count = file->read(piece);
        if (!count) return fail(count.error());
        bytes += *count;
        parser.append(std::string_view(piece).substr(0, *count));
        auto verdict = take_whole_blocks(parser, take, blocks);
        const bool at_end = *count < piece.size();
        if (verdict && at_end) verdict = finish(parser, blocks);
        if (!verdict) return ChainFault{verdict.error(), blocks};
        if (at_end) return std::nullopt;
        progress.update({.blocks = blocks, .bytes = bytes, .total_bytes = file->size()});
    }
}

Result<std::optional<ChainFault>, Error> replay_file(const std::string& path, consensus::ChainReplay& replay,
                                                     const std::function<void(const chain::Block&)>& on_block) {
    return read_chain_file(path, "verifying", [&](const chain::Block& block) {
        auto verdict = replay.append(block);
        if (verdict) on_block(block);
        return verdict;
    });
}

}  // namespace chaincore::cli
