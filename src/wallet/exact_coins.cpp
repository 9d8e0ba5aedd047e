// SPDX-License-Identifier: MIT
#include "wallet/exact_coins.hpp"

#include <algorithm>

namespace chaincore::wallet {
namespace {

// Beyond this a wallet with very many coins takes what comes.
constexpr std::size_t kMostTries = 100'000;

// Chooses place after place, from the largest amount on, and leaves what can no longer come out right.
class ExactSearch {
public:
    ExactSearch(std::span<const double> amounts, std::size_t count, double wanted, double rounding,
                const std::function<bool(double)>& fits)
        : amounts_(amounts), count_(count), wanted_(wanted), rounding_(rounding), fits_(fits) {}

    std::vector<std::size_t> run() && {
        if (count_ == 0 || count_ > amounts_.size() || !choose(0, 0)) return {};
        return std::move(places_);
    }

private:
    std::size_t missing() const { return count_ - places_.size(); }

    bool choose(std::size_t first, double sum) {
        if (missing() == 0) return fits_(sum);
        for (std::size_t place = first_small_enough(first, sum); place + missing() <= amounts_.size(); ++place) {
            if (++tries_ > kMostTries || most_from(place, sum) < wanted_ - rounding_) return false;
            places_.push_back(place);
            if (choose(place + 1, sum + amounts_[place])) return true;
            places_.pop_back();
        }
        return false;
    }

    // Past the amounts that are too large even with the smallest ones behind them.
    std::size_t first_small_enough(std::size_t first, double sum) const {
        const double rest = static_cast<double>(missing() - 1) * amounts_.back();
        const auto begin = amounts_.begin() + static_cast<std::ptrdiff_t>(first);
        const auto found = std::partition_point(
            begin, amounts_.end(), [&](double amount) { return sum + amount + rest > wanted_ + rounding_; });
        return static_cast<std::size_t>(found - amounts_.begin());
    }

    double most_from(std::size_t place, double sum) const {
        return sum + static_cast<double>(missing()) * amounts_[place];
    }

    std::span<const double> amounts_;
    std::size_t count_;
    double wanted_;
    double rounding_;
    const std::function<bool(double)>& fits_;
    std::vector<std::size_t> places_;
    std::size_t tries_ = 0;
};

}  // namespace

std::vector<std::size_t> find_exact_coins(std::span<const double> amounts, std::size_t count, double wanted,
                                          double rounding, const std::function<bool(double)>& fits) {
    return ExactSearch(amounts, count, wanted, rounding, fits).run();
}

}  // namespace chaincore::wallet
