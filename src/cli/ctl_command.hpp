// SPDX-License-Identifier: MIT
// `chaincore ctl`: tells a running node what to do, with its token. The main thread.
#pragma once

#include "chaincore/chain/params.hpp"
#include "chaincore/net/endpoint.hpp"
#include "cli/exit_code.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace chaincore::cli {

struct CtlOptions {
    net::Endpoint node{"localhost", 5000};
    chain::Network network = chain::Network::classic;  // whose directory, where none is named
    std::filesystem::path data_directory;              // empty: the network's own
    std::filesystem::path token_file;                  // empty: in the data directory
    bool json = false;                                 // print the answer as it is
    std::string peer;                                  // URL, of the commands about one
    std::string block_hash;                            // of the commands about one
    std::uint64_t ban_seconds = 24 * 3600;
    std::uint32_t threads = 0;
    std::string backend;
};

ExitCode ctl_pause(const CtlOptions& options);
ExitCode ctl_resume(const CtlOptions& options);
ExitCode ctl_set_threads(const CtlOptions& options);
ExitCode ctl_set_backend(const CtlOptions& options);
ExitCode ctl_stop(const CtlOptions& options);
ExitCode ctl_add_peer(const CtlOptions& options);
ExitCode ctl_remove_peer(const CtlOptions& options);
ExitCode ctl_add_ban(const CtlOptions& options);
ExitCode ctl_remove_ban(const CtlOptions& options);
ExitCode ctl_invalidate(const CtlOptions& options);
ExitCode ctl_reconsider(const CtlOptions& options);
ExitCode ctl_list_bans(const CtlOptions& options);

}  // namespace chaincore::cli
