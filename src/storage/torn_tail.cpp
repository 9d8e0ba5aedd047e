// SPDX-License-Identifier: MIT
#include "storage/torn_tail.hpp"

#include "chaincore/util/file.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>

namespace chaincore::storage {
namespace {

// A write is a whole record, or a first one, middle ones and a last one: none goes beyond its block.
constexpr std::size_t kBlock = 32768;
constexpr std::size_t kHeader = 7;  // checksum, length, type
enum Type : std::uint8_t { whole = 1, first = 2, middle = 3, last = 4 };

// What reaches a disk whole or not at all.
constexpr std::size_t kSector = 512;

// By RocksDB's own limit a log does not come near to that.
constexpr std::size_t kLongestLog = std::size_t{1} << 30;

struct Header {
    std::uint32_t checksum;
    std::size_t length;
    std::uint8_t type;
};

std::uint32_t byte_at(std::string_view log, std::size_t at) { return static_cast<std::uint8_t>(log[at]); }

Header header_at(std::string_view log, std::size_t at) {
    const auto byte = [&](std::size_t i) { return byte_at(log, at + i); };
    return {byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24, byte(4) | byte(5) << 8,
            static_cast<std::uint8_t>(byte(6))};
}

bool begins_a_write(const Header& header) { return header.type == whole || header.type == first; }
bool is_followed(const Header& header) { return header.type == first || header.type == middle; }

// CRC-32C, RFC 3720, as RocksDB masks it.
std::uint32_t checksum_of(std::string_view bytes) {
    std::uint32_t crc = ~std::uint32_t{0};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        crc ^= byte_at(bytes, i);
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0x82F63B78U : 0U);
    }
    return std::rotr(~crc, 15) + 0xA282EAD8U;
}

// Of its type and what follows.
bool is_sound(std::string_view log, std::size_t at, const Header& header) {
    const std::size_t end = at + kHeader + header.length;
    return end <= log.size() && checksum_of(log.substr(at + kHeader - 1, header.length + 1)) == header.checksum;
}

// In the block, from a place on where no header is; or the block's end.
std::size_t find_next_write(std::string_view log, std::size_t at) {
    const std::size_t end = (at / kBlock + 1) * kBlock;
    for (; at + kHeader <= std::min(end, log.size()); ++at) {
        const Header header = header_at(log, at);
        if (begins_a_write(header) && is_sound(log, at, header)) return at;
    }
    return end;
}

// By headers, as far as they are there.
std::size_t begin_of_last_write(std::string_view log) {
    std::size_t begin = 0;
    bool is_open = false;
    for (std::size_t at = 0; at + kHeader <= log.size();) {
        const std::size_t left = kBlock - at % kBlock;
        if (left < kHeader) {
            at += left;
            continue;
        }
        const Header header = header_at(log, at);
        const bool is_lost = header.type < whole || header.type > last || kHeader + header.length > left;
        if (is_lost ? !is_open : begins_a_write(header)) begin = at;
        is_open = is_lost || is_followed(header);
        at = is_lost ? find_next_write(log, at + 1) : at + kHeader + header.length;
    }
    return begin;
}

// At the ends: what the text has of one.
bool has_sector_of_zeros(std::string_view log, std::size_t begin) {
    for (std::size_t at = begin; at < log.size();) {
        const std::size_t end = std::min(log.size(), (at / kSector + 1) * kSector);
        if (log.substr(at, end - at).find_first_not_of('\0') == std::string_view::npos) return true;
        at = end;
    }
    return false;
}

Result<bool, Error> cut_torn_tail(const std::filesystem::path& file) {
    const auto log = util::read_file(file.string(), kLongestLog);
    if (!log) return fail(log.error());
    std::string_view left = *log;
    while (const auto begin = find_torn_tail(left)) left = left.substr(0, *begin);
    if (left.size() == log->size()) return false;
    std::error_code error;
    std::filesystem::resize_file(file, left.size(), error);
    if (error) return fail(Error{"cannot cut " + file.string() + ": " + error.message()});
    return true;
}

// Their names are numbers, with zeros before them up to six digits.
std::filesystem::path newest_log(const std::filesystem::path& directory) {
    std::filesystem::path newest;
    const auto is_older = [](const auto& a, const auto& b) {
        return std::pair(a.native().size(), a) < std::pair(b.native().size(), b);
    };
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(directory, ignored))
        if (entry.path().extension() == ".log" && entry.file_size(ignored) > 0)
            newest = std::max(newest, entry.path(), is_older);
    return newest;
}

std::filesystem::path manifest(const std::filesystem::path& directory) {
    const auto name = util::read_file((directory / "CURRENT").string(), 1000);
    return name ? directory / name->substr(0, name->find('\n')) : std::filesystem::path{};
}

}  // namespace

std::optional<std::size_t> find_torn_tail(std::string_view log) {
    const std::size_t begin = begin_of_last_write(log);
    return has_sector_of_zeros(log, begin) ? std::optional(begin) : std::nullopt;
}

Result<bool, Error> cut_torn_tails(const std::filesystem::path& directory) {
    bool is_cut = false;
    for (const auto& file : {newest_log(directory), manifest(directory)}) {
        if (file.empty()) continue;
        const auto cut = cut_torn_tail(file);
        if (!cut) return cut;
        is_cut |= *cut;
    }
    return is_cut;
}

}  // namespace chaincore::storage
