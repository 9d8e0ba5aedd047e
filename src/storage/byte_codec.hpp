// SPDX-License-Identifier: MIT
// Fixed-width values as bytes and back. Big-endian, so that keys sort as their numbers do. One thread.
#pragma once

#include "chaincore/crypto/hash256.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace chaincore::storage {

class ByteWriter {
public:
    ByteWriter() : bytes_(own_) {}
    // Appends to a text of the caller's.
    explicit ByteWriter(std::string& out) : bytes_(out) {}
    ByteWriter(const ByteWriter&) = delete;
    ByteWriter& operator=(const ByteWriter&) = delete;

    template <std::unsigned_integral T>
    ByteWriter& integer(T value) {
        std::array<char, sizeof value> big_endian;
        for (std::size_t i = 0; i < big_endian.size(); ++i)
            big_endian[i] = static_cast<char>(static_cast<std::uint8_t>(value >> 8 * (big_endian.size() - 1 - i)));
        return bytes({big_endian.data(), big_endian.size()});
    }

    ByteWriter& bytes(std::string_view value) {
        bytes_.append(value);
        return *this;
    }

    ByteWriter& hash(const crypto::Hash256& value) {
        bytes_.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
        return *this;
    }

    // The length, then the text.
    ByteWriter& text(std::string_view value) {
        integer(static_cast<std::uint32_t>(value.size()));
        bytes_.append(value);
        return *this;
    }

    std::string take() { return std::move(bytes_); }

private:
    std::string own_;
    std::string& bytes_;
};

// Reading beyond the end gives zeros and is remembered.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    template <std::unsigned_integral T>
    T integer() {
        T value = 0;
        for (const char byte : take(sizeof value))
            value = static_cast<T>(static_cast<T>(value << 7 << 1) | static_cast<std::uint8_t>(byte));
        return value;
    }

    crypto::Hash256 hash() {
        crypto::Hash256 value;
        const std::string_view bytes = take(value.bytes.size());
        bytes.copy(reinterpret_cast<char*>(value.bytes.data()), bytes.size());
        return value;
    }

    std::string text() { return std::string(take(integer<std::uint32_t>())); }

    // What has not been read yet.
    std::string_view rest() const { return bytes_; }

    // Was everything there, and nothing left?
    bool is_complete() const { return !ran_out_ && bytes_.empty(); }
    bool ran_out() const { return ran_out_; }

private:
    std::string_view take(std::size_t count) {
        if (count > bytes_.size()) {
            ran_out_ = true;
            bytes_ = {};
            return {};
        }
        const std::string_view taken = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return taken;
    }

    std::string_view bytes_;
    bool ran_out_ = false;
};

}  // namespace chaincore::storage
