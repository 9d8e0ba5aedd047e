// SPDX-License-Identifier: MIT
#include "cli/chain_extend.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/coinbase.hpp"
#include "chaincore/chain/merkle.hpp"
#include "chaincore/consensus/chain_replay.hpp"
#include "chaincore/miner/searcher.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/file.hpp"
#include "cli/chain_file.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <random>

namespace chaincore::cli {
namespace {

using chain::Block;
using consensus::ChainReplay;

// The text of a /chain answer, block by block.
class ChainText {
public:
    void add(const Block& block) {
        text_ += count_++ == 0 ? "{\"chain\": [\n" : ",\n";
        text_ += canonical_json(block);
    }

    std::string take() {
        text_ += "\n], \"length\": " + std::to_string(count_) + "}\n";
        return std::move(text_);
    }

private:
    std::string text_;
    std::uint64_t count_ = 0;
};

// Mines one block after another on one thread.
class Extender {
public:
    Extender(ChainReplay& replay, miner::Kernel kernel, const ChainExtendOptions& options)
        : replay_(replay), kernel_(kernel), options_(options), work_(random_number()) {}

    Result<Block, Error> mine_next() {
        Block block = make_template();
        const auto start = clock_.steady_now();
        std::atomic<std::uint64_t> tries = 0;
        while (true) {
            const auto window = wait_for_window();
            if (!window) return fail(window.error());
            const miner::Job job = miner::make_job(++generation_, block.header, *window);
            const auto stop_at = clock_.steady_now() + kJobLifetime;
            const auto hit = search(job, kernel_, work_, tries, [&] { return clock_.steady_now() >= stop_at; });
            if (!hit) return fail(hit.error());
            if (!*hit) continue;
            block.header = finished_header(job, **hit);
            block.hash = header_hash(block.header).to_hex();
            report(block, tries, std::chrono::duration<double>(clock_.steady_now() - start).count());
            return block;
        }
    }

private:
    // How long one second's fractions are searched before a later second is taken.
    static constexpr std::chrono::seconds kJobLifetime{30};

    static std::uint64_t random_number() {
        std::random_device device;
        return std::uint64_t{device()} << 32 | device();
    }

    Block make_template() const {
        const consensus::BlockContext context = replay_.next_context();
        const std::chrono::duration<double> now = clock_.wall_now().time_since_epoch();
        Block block;
        block.transactions = {chain::make_coinbase(context.height, options_.address, chain::Number{chain::kBlockReward},
                                                   chain::Number{now.count()})};
        block.header.height = chain::Number{context.height};
        block.header.previous_hash = context.previous_hash;
        block.header.merkle_root = chain::merkle_root({block.transactions[0].tx_id}).root;
        block.header.target_difficulty = chain::Number{options_.difficulty.value_or(asked_difficulty())};
        return block;
    }

    // Mainline computes it; a classic chain keeps the one that its last block shows.
    std::uint64_t asked_difficulty() const {
        if (options_.network == chain::Network::mainline) return replay_.next_difficulty();
        return replay_.tip()->target_difficulty.to_natural().value_or(chain::kDefaultClassicDifficulty);
    }

    Result<miner::SearchWindow, Error> wait_for_window() const {
        const double parent = replay_.tip()->timestamp.to_double();
        while (true) {
            const auto choice = miner::choose_window(parent, clock_.wall_now());
            if (const auto* window = std::get_if<miner::SearchWindow>(&choice)) return *window;
            const auto* wait = std::get_if<miner::Wait>(&choice);
            if (wait == nullptr)
                return fail(Error{"the last block is from " + chain::Number{parent}.text() +
                                  ", nearly two hours or more ahead of this machine's clock: nobody would accept a "
                                  "block on top of it yet"});
            clock_.sleep_for(wait->duration);
        }
    }

    void report(const Block& block, std::uint64_t tries, double seconds) const {
        print_remark(fmt::format("block {}  {}  {:.2f} s  {:.2f} MH/s  {}\n", block.header.height.text(), block.hash,
                                 seconds, static_cast<double>(tries) / seconds / 1e6, kernel_.name));
    }

    ChainReplay& replay_;
    miner::Kernel kernel_;
    const ChainExtendOptions& options_;
    util::SystemClock clock_;
    miner::WorkSource work_;
    std::uint64_t generation_ = 0;
};

Result<miner::Kernel, Error> choose_kernel(const std::string& name) {
    const auto kernel = name.empty() ? Result<miner::Kernel, Error>(miner::best_kernel()) : miner::find_kernel(name);
    if (!kernel) return kernel;
    if (auto proven = verify_kernel(*kernel); !proven) return fail(proven.error());
    return kernel;
}

// A recorded chain was mined at whatever its blocks say: it is judged by that, and by every other rule.
chain::NetworkParams recorded_params(chain::Network network) {
    return network == chain::Network::mainline ? chain::mainline_params() : chain::classic_params(1);
}

ExitCode write_chain(const std::string& text, const std::string& output) {
    if (output == "-") {
        print_out(text);
    } else if (auto written = util::replace_file(output, text); !written) {
        return complain(written.error().message);
    }
    return kDone;
}

}  // namespace

ExitCode chain_extend(const ChainExtendOptions& options) {
    const auto kernel = choose_kernel(options.kernel);
    if (!kernel) return complain(kernel.error().message, kNoDevice);

    ChainReplay replay(recorded_params(options.network));
    ChainText text;
    const auto fault = replay_file(options.file, replay, [&](const Block& block) { text.add(block); });
    if (!fault) return complain(fault.error().message);
    if (*fault)
        return complain(fmt::format("{} is refused at block {} by the rule {}: {}", options.file, (*fault)->height,
                                    rule_name((*fault)->rejection.rule), (*fault)->rejection.message));

    Extender extender(replay, *kernel, options);
    for (std::uint32_t i = 0; i < options.blocks; ++i) {
        const auto block = extender.mine_next();
        if (!block) return complain(block.error().message);
        if (auto verdict = replay.append(*block); !verdict)
            return complain("the block that was mined is refused by our own rules: " + verdict.error().message);
        text.add(*block);
    }
    return write_chain(text.take(), options.output);
}

}  // namespace chaincore::cli
