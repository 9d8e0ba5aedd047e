// SPDX-License-Identifier: MIT
#include "storage/log_file.hpp"

#include "chaincore/util/file.hpp"
#include "storage/crc32c.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace chaincore::storage {
namespace {

constexpr std::size_t kPageBytes = std::size_t{32} << 10;
constexpr std::size_t kHeadBytes = 7;

enum class Kind : std::uint8_t { nothing = 0, full = 1, first = 2, middle = 3, last = 4 };

template <class T>
T little_endian(std::string_view bytes) {
    T value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        value = static_cast<T>(value | static_cast<T>(static_cast<T>(static_cast<std::uint8_t>(bytes[i])) << (8 * i)));
    return value;
}

// As it stands before a fragment: a checksum of bytes that hold checksums is a poor one.
std::uint32_t masked(std::uint32_t crc) { return (crc >> 15 | crc << 17) + 0xa282ead8; }

struct Fragment {
    Kind kind = Kind::nothing;
    std::string_view payload;
};

class LogFile {
public:
    explicit LogFile(const std::function<void(std::string_view)>& use) : use_(use) {}

    void read_page(std::string_view page, std::uint64_t offset) {
        std::size_t at = 0;
        while (page.size() - at >= kHeadBytes) {
            if (is_padding(page.substr(at))) return note_padding(offset + at);
            const auto fragment = read_fragment(page.substr(at));
            if (!fragment) {
                note_damage(offset + at);
                at = find_record(page, at + 1);
                continue;
            }
            take(*fragment, offset + at, offset + at + kHeadBytes + fragment->payload.size());
            at += kHeadBytes + fragment->payload.size();
        }
        const std::string_view left = page.substr(at);
        const bool is_blank = left.find_first_not_of('\0') == std::string_view::npos;
        if (!left.empty() && (!is_blank || page.size() < kPageBytes)) note_damage(offset + at);
    }

    // Whatever was begun and has no end.
    std::optional<LogDamage> finish(std::uint64_t size) {
        if (padding_) note_damage(*padding_);
        if (is_inside_) note_damage(size);
        return damage_;
    }

private:
    // A page that was set aside and not written.
    static bool is_padding(std::string_view rest) { return rest.find_first_not_of('\0') == std::string_view::npos; }

    static std::optional<Fragment> read_fragment(std::string_view rest) {
        const auto crc = little_endian<std::uint32_t>(rest);
        const auto length = little_endian<std::uint16_t>(rest.substr(4));
        const auto kind = static_cast<std::uint8_t>(rest[6]);
        if (kind < static_cast<std::uint8_t>(Kind::full) || kind > static_cast<std::uint8_t>(Kind::last)) return {};
        if (kHeadBytes + length > rest.size()) return {};
        if (masked(crc32c(rest.substr(6, std::size_t{1} + length))) != crc) return {};
        return Fragment{static_cast<Kind>(kind), rest.substr(kHeadBytes, length)};
    }

    // Where the next one begins in the page; at its end where none does.
    static std::size_t find_record(std::string_view page, std::size_t at) {
        for (; page.size() - at >= kHeadBytes; ++at)
            if (const auto fragment = read_fragment(page.substr(at)); fragment && begins_record(*fragment)) return at;
        return page.size();
    }

    static bool begins_record(const Fragment& fragment) {
        return fragment.kind == Kind::full || fragment.kind == Kind::first;
    }

    void take(const Fragment& fragment, std::uint64_t offset, std::uint64_t end) {
        if (padding_) note_damage(*std::exchange(padding_, std::nullopt));
        const bool begins = begins_record(fragment);
        if (begins == is_inside_) note_damage(offset);
        if (begins) record_.clear();
        // What goes on without a beginning is the rest of a damaged one.
        if (!begins && !is_inside_) return;
        record_ += fragment.payload;
        is_inside_ = fragment.kind == Kind::first || fragment.kind == Kind::middle;
        if (is_inside_) return;
        whole_until_ = end;
        if (damage_) damage_->is_at_the_end = false;
        use_(record_);
    }

    // Where something follows it was no padding.
    void note_padding(std::uint64_t offset) {
        if (!padding_) padding_ = offset;
    }

    void note_damage(std::uint64_t offset) {
        is_inside_ = false;
        if (!damage_) damage_ = LogDamage{offset, whole_until_, true};
    }

    const std::function<void(std::string_view)>& use_;
    std::string record_;
    bool is_inside_ = false;
    std::optional<std::uint64_t> padding_;
    std::uint64_t whole_until_ = 0;
    std::optional<LogDamage> damage_;
};

}  // namespace

Result<std::optional<LogDamage>, Error> read_log_file(const std::filesystem::path& file,
                                                      const std::function<void(std::string_view)>& use) {
    auto reader = util::FileReader::open(file.string());
    if (!reader) return fail(reader.error());
    LogFile log(use);
    std::string page(kPageBytes, '\0');
    std::uint64_t offset = 0;
    while (true) {
        const auto count = reader->read(page);
        if (!count) return fail(count.error());
        log.read_page(std::string_view(page).substr(0, *count), offset);
        offset += *count;
        if (*count < page.size()) return log.finish(offset);
    }
}

}  // namespace chaincore::storage
