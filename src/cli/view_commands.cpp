// SPDX-License-Identifier: MIT
#include "cli/view_commands.hpp"

#include "cli/message.hpp"
#include "cli/node_page.hpp"
#include "cli/node_view.hpp"

namespace chaincore::cli {
namespace {

ExitCode print_lines(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) print_out(line + '\n');
    return kDone;
}

ExitCode print_answer(const Result<std::string, Error>& answer) {
    if (!answer) return complain(answer.error().message);
    print_out(*answer + '\n');
    return kDone;
}

}  // namespace

ExitCode show_status(const ViewOptions& options) {
    const NodeViewer viewer(options.node);
    if (options.json) return print_answer(viewer.overview_text());
    const auto node = viewer.node();
    if (!node) return complain(node.error().message);
    return print_lines(status_lines(*node));
}

ExitCode show_peers(const ViewOptions& options) {
    const NodeViewer viewer(options.node);
    if (options.json) return print_answer(viewer.text("/peers"));
    const auto peers = viewer.peers();
    if (!peers) return complain(peers.error().message);
    if (!peers->empty()) return print_lines(peer_lines(*peers));
    print_remark(options.node.url() + " knows no peers\n");
    return kDone;
}

}  // namespace chaincore::cli
