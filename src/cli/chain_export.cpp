// SPDX-License-Identifier: MIT
#include "cli/chain_export.hpp"

#include "chaincore/util/file.hpp"
#include "cli/chain_info.hpp"
#include "cli/message.hpp"
#include "cli/progress_line.hpp"

#include <fmt/core.h>

#include <optional>

namespace chaincore::cli {
namespace {

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
    ProgressLine progress("exporting");
    std::size_t bytes = 0;
    if (auto written = target.write("{\"chain\": ["); !written) return written;
    for (std::uint64_t height = 0; height < length; ++height) {
        const auto text = block_text(*snapshot, height);
        if (!text) return fail(text.error());
        if (auto written = target.write((height == 0 ? "\n" : ",\n") + *text); !written) return written;
        progress.update({.blocks = height + 1, .total_blocks = length, .bytes = bytes += text->size()});
    }
    if (auto written = target.write("\n], \"length\": " + std::to_string(length) + "}\n"); !written) return written;
    return target.finish();
}

}  // namespace

ExitCode chain_export(const ChainStoreOptions& options) {
    const auto store = open_store(options, storage::OpenMode::existing);
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

}  // namespace chaincore::cli
