// SPDX-License-Identifier: MIT
#include "chaincore/stratum/worker_report.hpp"

namespace chaincore::stratum {

std::string_view name_of(ShareFate fate) {
    switch (fate) {
        case ShareFate::accepted: return "accepted";
        case ShareFate::stale: return "stale";
        case ShareFate::duplicate: return "duplicate";
        case ShareFate::low: return "low";
        case ShareFate::invalid: return "invalid";
    }
    return {};
}

std::string_view name_of(WorkerState state) {
    switch (state) {
        case WorkerState::searching: return "searching";
        case WorkerState::silent: return "silent";
        case WorkerState::gone: return "gone";
    }
    return {};
}

std::string_view name_of(CutOff reason) {
    switch (reason) {
        case CutOff::long_line: return "long_line";
        case CutOff::mistakes: return "mistakes";
        case CutOff::flood: return "flood";
        case CutOff::unauthorized: return "unauthorized";
        case CutOff::backlog: return "backlog";
        case CutOff::crowd: return "crowd";
    }
    return {};
}

}  // namespace chaincore::stratum
