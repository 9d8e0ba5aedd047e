// SPDX-License-Identifier: MIT
#include "cli/top_command.hpp"

#include "cli/message.hpp"
#include "cli/node_page.hpp"
#include "cli/node_view.hpp"
#include "cli/screen.hpp"
#include "cli/terminal.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace chaincore::cli {
namespace {

constexpr std::uint64_t kBlocks = 50;  // a screen shows as many of them as fit
constexpr std::size_t kPeers = 8;
constexpr std::size_t kWorkers = 8;
constexpr std::size_t kSilentWorkers = 4;  // of these

// bold: so many lines from the first on, which has the headings.
void append(std::vector<ScreenLine>& page, const std::vector<std::string>& table, std::size_t bold = 1) {
    page.push_back({});
    for (std::size_t i = 0; i < table.size(); ++i) page.push_back({table[i], i < bold});
}

// Those that are silent, then the fastest.
Result<void, Error> append_workers(std::vector<ScreenLine>& page, const NodeViewer& viewer, const WorkersView& all) {
    if (all.connected == 0) return {};
    auto workers = viewer.workers("silent", kSilentWorkers);
    if (!workers) return fail(workers.error());
    const std::size_t silent = workers->size();
    const auto fastest = viewer.workers("searching", kWorkers - silent);
    if (!fastest) return fail(fastest.error());
    workers->insert(workers->end(), fastest->begin(), fastest->end());
    std::vector<std::string> table = worker_lines(*workers);
    if (all.connected > workers->size())
        table.push_back("and " + std::to_string(all.connected - workers->size()) + " more: " + viewer.endpoint().url() +
                        "/#/workers");
    append(page, table, 1 + silent);
    return {};
}

Result<std::vector<ScreenLine>, Error> make_page(const NodeViewer& viewer) {
    const auto node = viewer.node();
    if (!node) return fail(node.error());
    auto peers = viewer.peers();
    if (!peers) return fail(peers.error());
    const auto blocks = viewer.blocks(kBlocks);
    if (!blocks) return fail(blocks.error());
    std::vector<ScreenLine> page;
    for (const std::string& line : status_lines(*node)) page.push_back({line, false});
    std::vector<std::string> table = peer_lines(*peers);
    if (table.size() > kPeers + 1) {
        table.resize(kPeers);
        table.push_back("and " + std::to_string(peers->size() + 1 - kPeers) + " more: chaincore peers");
    }
    if (node->workers)
        if (const auto added = append_workers(page, viewer, *node->workers); !added) return fail(added.error());
    if (!peers->empty()) append(page, table);
    if (!blocks->empty()) append(page, block_lines(*blocks, node->time));
    return page;
}

ExitCode print_once(const NodeViewer& viewer) {
    const auto page = make_page(viewer);
    if (!page) return complain(page.error().message);
    for (const ScreenLine& line : *page) print_out(line.text + '\n');
    return kDone;
}

}  // namespace

ExitCode top(const ViewOptions& options) {
    const NodeViewer viewer(options.node);
    if (!is_terminal(stdout) || !is_terminal(stdin)) return print_once(viewer);
    const auto interval = std::chrono::milliseconds(static_cast<std::int64_t>(options.interval_seconds * 1000));
    Screen screen;
    do {
        const auto page = make_page(viewer);
        if (page)
            screen.draw(*page, "q quits");
        else
            screen.add_note(page.error().message);
    } while (screen.wait(interval));
    return kDone;
}

}  // namespace chaincore::cli
