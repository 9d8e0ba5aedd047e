// SPDX-License-Identifier: MIT
#include "cli/chain_store.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/consensus/chain_replay.hpp"
#include "chaincore/consensus/check_block.hpp"
#include "chaincore/consensus/utxo_digest.hpp"
#include "chaincore/node/data_directory.hpp"
#include "chaincore/state/chain_state.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/file.hpp"
#include "chaincore/util/log.hpp"
#include "cli/chain_file.hpp"
#include "cli/data_path.hpp"
#include "cli/json_output.hpp"
#include "cli/message.hpp"
#include "cli/progress_line.hpp"

#include <fmt/core.h>

#include <optional>

namespace chaincore::cli {
namespace {

using chain::Block;
using storage::OpenFault;
using storage::OpenMode;

// A directory and its store, locked while this lives.
struct OpenedStore {
    node::DataDirectory directory;
    storage::ChainDatabase database;
    chain::NetworkParams params;
};

Result<OpenedStore, OpenFault> open_store(const ChainStoreOptions& options, OpenMode mode) {
    std::filesystem::path path = options.data_directory;
    if (path.empty()) {
        auto found = default_data_directory(options.wanted.network.value_or(chain::Network::classic));
        if (!found) return fail(OpenFault{true, found.error().message});
        path = *std::move(found);
    }
    auto directory = node::DataDirectory::open(path, mode);
    if (!directory) return fail(directory.error());
    auto database = storage::ChainDatabase::open(directory->store(), options.wanted, mode);
    if (!database) return fail(database.error());
    const chain::NetworkParams params = database->identity().params();
    return OpenedStore{*std::move(directory), *std::move(database), params};
}

ExitCode complain_of(const OpenFault& fault) {
    return complain(fault.message, fault.is_configuration ? kUsage : kFailed);
}

// What `chain info` and `chain import` say.
struct Summary {
    std::string network;
    std::uint64_t difficulty = 0;
    std::uint64_t length = 0;
    std::uint64_t bytes = 0;
    std::string tip;
    std::uint64_t coins = 0;
    std::string digest;
};

Result<Summary, Error> summarize(const OpenedStore& store) {
    Summary summary;
    summary.network = network_name(store.params.network);
    summary.difficulty = store.database.identity().difficulty;
    const auto snapshot = store.database.snapshot();
    const auto tip = snapshot->tip();
    if (!tip) return fail(tip.error());
    if (!*tip) return summary;
    const auto block = snapshot->block((*tip)->hash);
    if (!block) return fail(block.error());
    if (!*block) return fail(Error{"the store is damaged: its tip is missing"});
    summary.length = (*block)->height + 1;
    summary.bytes = (*block)->cumulative_bytes;
    summary.tip = (*tip)->hash.to_hex();
    summary.coins = (*tip)->coin_count;
    summary.digest = (*tip)->utxo_digest.to_hex();
    return summary;
}

ExitCode print_summary(const OpenedStore& store, bool as_json) {
    const auto summary = summarize(store);
    if (!summary) return complain(summary.error().message);
    if (as_json) {
        nlohmann::ordered_json object = {{"data_dir", store.directory.path().string()},
                                         {"network", summary->network},
                                         {"difficulty", summary->difficulty},
                                         {"length", summary->length},
                                         {"tip", nullptr},
                                         {"bytes", summary->bytes},
                                         {"coins", summary->coins},
                                         {"utxo_digest", nullptr}};
        if (summary->length > 0) {
            object["tip"] = summary->tip;
            object["utxo_digest"] = summary->digest;
        }
        print_json_line(object);
        return kDone;
    }
    print_out(
        fmt::format("{}: {}, difficulty {}\n", store.directory.path().string(), summary->network, summary->difficulty));
    if (summary->length == 0) {
        print_out("  no blocks yet\n");
        return kDone;
    }
    print_out(fmt::format(
        "  height       {}\n  tip          {}\n  blocks       {:.3f} MB\n  coins        {} unspent\n"
        "  utxo digest  {}\n",
        summary->length - 1, summary->tip, static_cast<double>(summary->bytes) / 1e6, summary->coins, summary->digest));
    return kDone;
}

// The text of the best chain's block at that height.
Result<std::string, Error> block_text(const storage::Snapshot& snapshot, std::uint64_t height) {
    const auto hash = snapshot.hash_at(height);
    if (!hash) return fail(hash.error());
    auto text = *hash ? snapshot.block_text(**hash) : std::nullopt;
    if (!text) return fail(text.error());
    if (!*text) return fail(Error{"the store is damaged: block " + std::to_string(height) + " is missing"});
    return **std::move(text);
}

// Where an export goes: a file in one step, or standard output.
class ExportTarget {
public:
    static Result<ExportTarget, Error> open(const std::string& path) {
        ExportTarget target;
        if (path == "-") return target;
        auto writer = util::FileWriter::create(path);
        if (!writer) return fail(writer.error());
        target.file_.emplace(*std::move(writer));
        return target;
    }

    Result<void, Error> write(const std::string& text) {
        if (file_) return file_->write(text);
        print_out(text);
        return {};
    }

    Result<void, Error> finish() { return file_ ? file_->finish() : Result<void, Error>{}; }

private:
    std::optional<util::FileWriter> file_;
};

Result<void, Error> export_chain(const OpenedStore& store, std::uint64_t length, ExportTarget& target) {
    const auto snapshot = store.database.snapshot();
    ProgressLine progress("exporting", 0);
    std::size_t bytes = 0;
    if (auto written = target.write("{\"chain\": ["); !written) return written;
    for (std::uint64_t height = 0; height < length; ++height) {
        const auto text = block_text(*snapshot, height);
        if (!text) return fail(text.error());
        if (auto written = target.write((height == 0 ? "\n" : ",\n") + *text); !written) return written;
        progress.update(height + 1, bytes += text->size());
    }
    if (auto written = target.write("\n], \"length\": " + std::to_string(length) + "}\n"); !written) return written;
    return target.finish();
}

// Takes blocks as if they had been fetched, and writes them in groups.
class Importer {
public:
    Importer(state::ChainState& state, const chain::NetworkParams& params) : state_(state), params_(params) {}

    chain::Verdict take(const Block& block) {
        if (failure_) return {};  // what is left of the file changes nothing
        const chain::SharedBlock written = chain::write_out(block);
        if (auto verdict = consensus::check_block(*written, params_); !verdict) return verdict;
        const state::Outcome outcome = state_.accept(written, state::BlockOrigin::sync);
        if (const auto* rejection = std::get_if<chain::Rejection>(&outcome)) return fail(*rejection);
        if (std::holds_alternative<state::MissingBlocks>(outcome))
            return chain::reject(chain::Rule::previous_hash, "the block before it is not in the file");
        if (const auto* error = std::get_if<Error>(&outcome)) failure_ = *error;
        if (state_.pending_bytes() >= kGroupBytes) commit();
        return {};
    }

    void commit() {
        if (failure_) return;
        if (const auto committed = state_.commit(); !committed) failure_ = committed.error();
    }

    // The store's; none while all is well.
    const std::optional<Error>& failure() const { return failure_; }

private:
    static constexpr std::size_t kGroupBytes = std::size_t{16} << 20;

    state::ChainState& state_;
    const chain::NetworkParams& params_;
    std::optional<Error> failure_;
};

struct CheckFault {
    std::string message;
};

Result<void, CheckFault> replay_store(const storage::Snapshot& snapshot, std::uint64_t length,
                                      consensus::ChainReplay& replay) {
    chain::BlockReader reader;
    ProgressLine progress("checking", 0);
    std::size_t bytes = 0;
    for (std::uint64_t height = 0; height < length; ++height) {
        const auto text = block_text(snapshot, height);
        if (!text) return fail(CheckFault{text.error().message});
        const auto block = reader.read_block(*text);
        const chain::Verdict verdict = block ? replay.append(*block) : fail(block.error());
        if (!verdict)
            return fail(CheckFault{fmt::format("block {} breaks the rule {}: {}", height,
                                               rule_name(verdict.error().rule), verdict.error().message)});
        if (canonical_json(*block) != *text)
            return fail(CheckFault{fmt::format("block {} is not stored in canonical JSON", height)});
        progress.update(height + 1, bytes += text->size());
    }
    return {};
}

// Coins that are told one by one, as their number and digest.
class CoinTally {
public:
    void add(const consensus::NamedCoin& coin) {
        digest_.add(coin);
        ++count_;
    }
    std::string text() const { return describe(count_, digest_.value().to_hex()); }

    static std::string describe(std::uint64_t count, const std::string& digest) {
        return fmt::format("{} coins with the digest {}", count, digest);
    }

private:
    consensus::UtxoDigest digest_;
    std::uint64_t count_ = 0;
};

Result<void, CheckFault> compare_coins(const storage::Snapshot& snapshot, const Summary& summary,
                                       const consensus::ChainReplay& replay) {
    CoinTally stored;
    CoinTally of_addresses;
    auto read = snapshot.for_each_coin([&](const consensus::NamedCoin& coin) { stored.add(coin); });
    if (read)
        read = snapshot.for_each_coin_of_an_address([&](const consensus::NamedCoin& coin) { of_addresses.add(coin); });
    if (!read) return fail(CheckFault{read.error().message});
    const std::string expected = CoinTally::describe(replay.coins().size(), replay.coins().digest().to_hex());
    const std::pair<const char*, std::string> told[] = {
        {"the store has", stored.text()},
        {"the addresses have", of_addresses.text()},
        {"the tip tells of", CoinTally::describe(summary.coins, summary.digest)}};
    for (const auto& [who, coins] : told)
        if (coins != expected) return fail(CheckFault{fmt::format("{} {}, the blocks make {}", who, coins, expected)});
    return {};
}

Result<void, CheckFault> check_store(const OpenedStore& store, const Summary& summary) {
    if (auto sound = store.database.verify_checksums(); !sound) return fail(CheckFault{sound.error().message});
    const auto snapshot = store.database.snapshot();
    consensus::ChainReplay replay(store.params);
    if (auto replayed = replay_store(*snapshot, summary.length, replay); !replayed) return replayed;
    if (summary.length > 0 && replay.tip_hash() != summary.tip)
        return fail(CheckFault{"the blocks end with " + replay.tip_hash() + ", the tip is " + summary.tip});
    return compare_coins(*snapshot, summary, replay);
}

}  // namespace

ExitCode chain_info(const ChainStoreOptions& options) {
    const auto store = open_store(options, OpenMode::existing);
    if (!store) return complain_of(store.error());
    return print_summary(*store, options.json);
}

ExitCode chain_export(const ChainStoreOptions& options) {
    const auto store = open_store(options, OpenMode::existing);
    if (!store) return complain_of(store.error());
    const auto summary = summarize(*store);
    if (!summary) return complain(summary.error().message);
    auto target = ExportTarget::open(options.file);
    if (!target) return complain(target.error().message);
    if (auto exported = export_chain(*store, summary->length, *target); !exported)
        return complain(exported.error().message);
    if (options.file != "-") print_remark(fmt::format("{} blocks written to {}\n", summary->length, options.file));
    return kDone;
}

ExitCode chain_import(const ChainStoreOptions& options) {
    // Before a directory is made for it.
    if (options.file != "-")
        if (const auto readable = util::FileReader::open(options.file); !readable)
            return complain(readable.error().message);
    auto store = open_store(options, OpenMode::create);
    if (!store) return complain_of(store.error());
    const util::SystemClock clock;
    util::NullLog log;
    const auto state = state::ChainState::open(store->database, store->params, clock, log);
    if (!state) return complain(state.error().message);
    Importer importer(**state, store->params);
    const auto fault =
        read_chain_file(options.file, "importing", [&](const Block& block) { return importer.take(block); });
    importer.commit();
    if (importer.failure()) return complain(importer.failure()->message);
    if (!fault) return complain(fault.error().message);
    const ExitCode code = print_summary(*store, options.json);
    if (!*fault) return code;
    return complain(fmt::format("{} is refused at block {} by the rule {}: {}", options.file, (*fault)->height,
                                rule_name((*fault)->rejection.rule), (*fault)->rejection.message));
}

ExitCode chain_check(const ChainStoreOptions& options) {
    const auto store = open_store(options, OpenMode::existing);
    if (!store) return complain_of(store.error());
    const auto summary = summarize(*store);
    if (!summary) return complain(summary.error().message);
    if (summary->length == 0) return print_summary(*store, false);
    if (auto checked = check_store(*store, *summary); !checked)
        return complain(store->directory.path().string() + " is damaged: " + checked.error().message);
    print_out(fmt::format("{}: {} blocks and {} coins are sound\n", store->directory.path().string(), summary->length,
                          summary->coins));
    return kDone;
}

}  // namespace chaincore::cli
