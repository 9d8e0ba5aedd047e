// SPDX-License-Identifier: MIT
#include "cli/node_stats.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/worker/http_link.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

#include <string>

namespace chaincore::cli {

ExitCode print_node_stats(const std::vector<net::Endpoint>& nodes) {
    std::string fault;
    for (const net::Endpoint& node : nodes) {
        const auto status = worker::HttpLink(node).status({});
        if (!status) {
            fault = status.error().message;
            continue;
        }
        print_out(fmt::format("node        {}, which calls itself {}\nblocks      {}\ndifficulty  {}\npeers       {}\n",
                              node.url(), chain::in_quotes(status->node_id), status->length, status->target_difficulty,
                              status->known_peers));
        return kDone;
    }
    return complain(fault);
}

}  // namespace chaincore::cli
