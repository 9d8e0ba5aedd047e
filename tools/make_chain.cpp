// SPDX-License-Identifier: MIT
// make_chain: writes a valid chain as a /chain answer, for benches and tests (tools/make_chain --help).
#include "chain_maker.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/util/file.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <string>

namespace chaincore::tools {
namespace {

Result<void, Error> write_chain(const ChainRecipe& recipe, std::uint64_t blocks, const std::string& path) {
    auto file = util::FileWriter::create(path);
    if (!file) return fail(file.error());
    ChainMaker maker(recipe);
    for (std::uint64_t i = 0; i < blocks; ++i)
        if (auto written = file->write((i == 0 ? "{\"chain\": [" : ", ") + canonical_json(maker.next())); !written)
            return written;
    if (auto written = file->write("], \"length\": " + std::to_string(blocks) + "}\n"); !written) return written;
    return file->finish();
}

}  // namespace
}  // namespace chaincore::tools

int main(int argc, char** argv) {
    chaincore::tools::ChainRecipe recipe;
    std::uint64_t blocks = 1000;
    std::string path;
    CLI::App app("Writes a valid chain of a classic network as a /chain answer; a seed always gives the same one",
                 "make_chain");
    app.add_option("FILE", path, "Where to write it; /dev/stdout is possible")->required();
    app.add_option("--blocks", blocks, "How many, block 0 included")
        ->check(CLI::Range(1U, 10'000'000U))
        ->capture_default_str();
    app.add_option("--transactions", recipe.transactions, "Payments in each block, once there are coins")
        ->check(CLI::Range(0U, 1000U))
        ->capture_default_str();
    app.add_option("--inputs", recipe.inputs, "Of each payment")->check(CLI::Range(1U, 1000U))->capture_default_str();
    app.add_option("--outputs", recipe.outputs, "Of each payment")->check(CLI::Range(1U, 1000U))->capture_default_str();
    app.add_option("--wallets", recipe.wallets, "How many pay each other")
        ->check(CLI::Range(1U, 100'000U))
        ->capture_default_str();
    app.add_option("--difficulty", recipe.difficulty, "Zeros of each hash")
        ->check(CLI::Range(1U, 8U))
        ->capture_default_str();
    app.add_option("--seed", recipe.seed, "Another chain for each")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    const auto written = chaincore::tools::write_chain(recipe, blocks, path);
    if (written) return 0;
    std::fprintf(stderr, "make_chain: %s\n", written.error().message.c_str());
    return 1;
}
