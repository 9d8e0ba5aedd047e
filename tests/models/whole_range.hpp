// SPDX-License-Identifier: MIT
// rapidcheck's generators where the size of a case should not matter.
#pragma once

#include <rapidcheck.h>

namespace chaincore::models {

// From min to max - 1, with the same chance in small cases; rc::gen::inRange begins with the smallest.
template <class T>
rc::Gen<T> whole_range(T min, T max) {
    return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(min, max));
}

// Once in so many times.
inline rc::Gen<bool> one_in(int times) {
    return rc::gen::map(whole_range(0, times), [times](int drawn) { return drawn == times - 1; });
}

}  // namespace chaincore::models
