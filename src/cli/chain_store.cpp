// SPDX-License-Identifier: MIT
#include "cli/chain_store.hpp"

#include "cli/data_path.hpp"
#include "cli/message.hpp"

#include <utility>

namespace chaincore::cli {

using storage::OpenFault;
using storage::OpenMode;

Result<std::filesystem::path, OpenFault> directory_of(const ChainStoreOptions& options) {
    if (!options.data_directory.empty()) return options.data_directory;
    auto found = default_data_directory(options.wanted.network.value_or(chain::Network::classic));
    if (!found) return fail(OpenFault{true, found.error().message});
    return *std::move(found);
}

Result<OpenedStore, OpenFault> open_store(const ChainStoreOptions& options, OpenMode mode) {
    const auto path = directory_of(options);
    if (!path) return fail(path.error());
    auto directory = node::DataDirectory::open(*path, mode);
    if (!directory) return fail(directory.error());
    auto database = storage::ChainDatabase::open(directory->store(), options.wanted, mode);
    if (!database) return fail(database.error());
    const chain::NetworkParams params = database->identity().params();
    return OpenedStore{*std::move(directory), *std::move(database), params};
}

ExitCode complain_of(const OpenFault& fault) {
    return complain(fault.message, fault.is_configuration ? kUsage : kFailed);
}

}  // namespace chaincore::cli
