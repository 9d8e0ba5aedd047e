// SPDX-License-Identifier: MIT
// An immutable value that one thread replaces and any thread reads. A mutex and not std::atomic<std::shared_ptr>, which
// ThreadSanitizer reports in libstdc++ 12.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace chaincore::util {

template <class T>
class Published {
public:
    explicit Published(std::shared_ptr<const T> value = nullptr) : value_(std::move(value)) {}

    std::shared_ptr<const T> get() const {
        const std::lock_guard lock(mutex_);
        return value_;
    }

    // The old value is let go outside the lock: it may be costly to destroy.
    void set(std::shared_ptr<const T> value) {
        const std::lock_guard lock(mutex_);
        value_.swap(value);
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const T> value_;
};

}  // namespace chaincore::util
