// SPDX-License-Identifier: MIT
#include "cli/manual_parts.hpp"

#include "chaincore/util/check.hpp"

#include <map>

namespace chaincore::cli {
namespace {

const ManualEntry kDataDirectory{"~/.local/share/chaincore/classic, ~/.local/share/chaincore/mainline",
                                 "The data directories of nodes, where --data-dir names no other: chain, peers, "
                                 "api_token for the operator, and wallet.json where no other wallet is named."};
const ManualEntry kWallets{"~/.local/share/chaincore/wallets", "Wallets that are called by their names."};
const ManualEntry kCache{"~/.cache/chaincore", "What was found out about OpenCL devices. It may be deleted."};

const std::map<std::string, ManualParts>& all_parts() {
    static const std::map<std::string, ManualParts> parts{
        {"",
         {{"chaincore is a node, a miner and a wallet of the ChainCore proof-of-work network. A node keeps a chain, "
           "finds peers, checks everything that it is told, searches for blocks with all cores and with OpenCL "
           "devices, "
           "and answers over HTTP.",
           "Each command has a page of its own."},
          {kDataDirectory, kWallets},
          {{"Run a node that mines, and look at it from another terminal:", "chaincore node"},
           {"", "chaincore top"},
           {"Have bash complete command lines, in this shell:", "source <(chaincore completion bash)"}}}},
        {"node",
         {{"Keeps a chain in a data directory, finds peers, mines, and answers over HTTP. Without flags it listens on "
           "this machine alone, on the first free port of 5000 to 5011, finds the nodes on the others, and mines for "
           "wallet.json in its data directory, which is made at the first start.",
           "At a terminal single keys ask for more: h hash rate, s status, c connections, p pause, r resume, q quit. "
           "SIGTERM and SIGINT end the node, SIGHUP has it read its configuration again. A node that is killed loses "
           "nothing that it has accepted."},
          {kDataDirectory, kCache},
          {{"Do not mine, and let other machines in:", "chaincore node --backend none --bind 0.0.0.0"},
           {"Join the nodes of another machine, and mine for an address:",
            "chaincore node --peer http://192.168.1.20:5000 --mine-to 1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"}}}},
        {"mine",
         {{"Searches for a node that runs elsewhere, of the Python reference or ours: it fetches templates, hands in "
           "what it finds, and keeps no chain; or it has a node of ours give out work by Stratum. Where several nodes "
           "are named, the first that answers is mined for."},
          {kWallets, kCache},
          {{"Mine for a node on this machine:",
            "chaincore mine -o http://localhost:5000 --mine-to 1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV"},
           {"Mine for a node elsewhere that gives out work by Stratum:",
            "chaincore mine -o stratum+tcp://192.168.1.20:3333 -u 1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV.rig1"}}}},
        {"status",
         {{"Asks a node how it is and prints that; it fails where there is no node. That makes it a health check, "
           "too."},
          {},
          {{"Ask another node than the one on port 5000:", "chaincore status -n http://localhost:5001"}}}},
        {"peers",
         {{"Prints who a node's peers are, whether they answer, how quickly, and how many blocks they have."},
          {},
          {{"For a program to read:", "chaincore peers --json"}}}},
        {"top",
         {{"Shows a node's tip, peers, rate and last blocks, and redraws them until q is pressed. Where standard "
           "output "
           "is no terminal, one page is printed."},
          {},
          {{"Redraw every ten seconds:", "chaincore top --interval 10"}}}},
        {"ctl",
         {{"Tells a running node what to do. The node wants the token in its data directory, which only its owner can "
           "read; flags that say where it is stand before the command."},
          {kDataDirectory},
          {{"Let the devices rest:", "chaincore ctl pause"},
           {"End a node that was started with a data directory of its own:",
            "chaincore ctl --data-dir /var/lib/private/chaincore stop"}}}},
        {"chain",
         {{"Works on the chain of a data directory, or on a file with a node's answer to /chain. But for backup, no "
           "node may be using the directory."},
          {kDataDirectory},
          {{"Copy a chain while its node works on it:", "chaincore chain backup copy"},
           {"Check an answer of another node by every rule:", "chaincore chain verify chain.json"}}}},
        {"inspect",
         {{"Reads JSON values, one a line, and prints for each one object a line: what is hashed, and how it is "
           "judged. "
           "It fails where a line cannot be read."},
          {},
          {{"Show the text that a transaction's id is the hash of:", "chaincore inspect tx payment.json"}}}},
        {"wallet",
         {{"Makes keys, shows what belongs to them, and pays. A wallet is a file as the Python reference's wallet has "
           "it; it is named by its path or, where it lies in the directory of wallets, by its name without .json. "
           "Where no wallet is named, the only one there is meant.",
           "A key is not encrypted unless it is asked for. Whoever can read the file can spend its coins."},
          {kWallets},
          {{"Make a key with a passphrase:", "chaincore wallet create savings --encrypt"},
           {"Pay somebody, and wait until it is in a block:",
            "chaincore wallet send savings --to 1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV --amount 12.5 --wait"}}}},
        {"bench",
         {{"Proves each search kernel on known answers and measures how many headers it hashes in a second."},
          {kCache},
          {{"Measure one kernel for five seconds:", "chaincore bench --kernel portable --seconds 5"},
           {"Compare a million random hashes with OpenSSL:", "chaincore bench --verify 1000000"}}}},
        {"devices",
         {{"Lists the CPU with its search kernels, and the OpenCL devices with their numbers, which --opencl-device "
           "takes. Where OpenCL shows nothing it says what is missing."},
          {},
          {{"For a program to read:", "chaincore devices --json"}}}},
        {"config",
         {{"Every long flag can stand in the environment and in a file, too. A flag counts more than a variable, which "
           "counts more than the file."},
          {},
          {{"Begin a file with all keys of the node as comments:", "chaincore config example node"},
           {"Show what a node would be told, and by whom:", "chaincore config show node"}}}},
        {"version",
         {{"Prints the program's version, the commit and the compiler that it was built from and with, the libraries, "
           "the search kernels and the schema of the store. Say it when you report a fault."},
          {},
          {{"For a program to read:", "chaincore version --json"}}}},
        {"completion",
         {{"Prints the script with which a shell completes command lines of chaincore. While somebody types, the "
           "script asks the program what can stand there: commands, flags, choices, names of wallets; paths are the "
           "shell's. "
           "Packages install the scripts where shells find them."},
          {},
          {{"In bash, for this shell:", "source <(chaincore completion bash)"},
           {"In fish, for good:", "chaincore completion fish > ~/.config/fish/completions/chaincore.fish"}}}},
        {"manual",
         {{"Prints a page of the manual for man to show; packages install all of them."},
          {},
          {{"Read a page that is not installed:", "chaincore manual node | man -l -"}}}},
    };
    return parts;
}

}  // namespace

const ManualParts& manual_parts(const std::string& command) {
    const auto found = all_parts().find(command);
    CHAINCORE_CHECK(found != all_parts().end());
    return found->second;
}

const std::vector<ManualEntry>& manual_files() {
    static const std::vector<ManualEntry> files{
        {"~/.config/chaincore/config.toml", "The configuration: see chaincore-config(1). It need not be there."}};
    return files;
}

const std::vector<ManualEntry>& manual_variables() {
    static const std::vector<ManualEntry> variables{
        {"CHAINCORE_CONFIG", "The configuration file, as with --config."},
        {"XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME",
         "Where the files lie instead of in ~/.config, ~/.local/share and ~/.cache."}};
    return variables;
}

const std::vector<ManualEntry>& manual_exit_codes() {
    static const std::vector<ManualEntry> codes{
        {"0", "Done."},
        {"1", "It failed: a chain is refused, a line or a file cannot be read, a node does not answer."},
        {"2", "Bad usage or configuration: the same command line would fail again."},
        {"3", "There is no such device or backend."}};
    return codes;
}

}  // namespace chaincore::cli
