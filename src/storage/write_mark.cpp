// SPDX-License-Identifier: MIT
#include "storage/write_mark.hpp"

#include "chaincore/util/file.hpp"
#include "storage/byte_codec.hpp"
#include "storage/crc32c.hpp"

#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace chaincore::storage {
namespace {

constexpr std::size_t kMarkBytes = 5 * sizeof(std::uint64_t) + sizeof(std::uint32_t);

std::filesystem::path file_of(const std::filesystem::path& store) { return store / "last_write"; }

}  // namespace

std::optional<WriteMark> read_write_mark(const std::filesystem::path& store) {
    const auto bytes = util::read_file(file_of(store).string(), kMarkBytes);
    if (!bytes || bytes->size() != kMarkBytes) return std::nullopt;
    ByteReader in(*bytes);
    WriteMark mark;
    for (std::uint64_t* number : {&mark.sequence, &mark.log, &mark.log_bytes, &mark.manifest, &mark.manifest_bytes})
        *number = in.integer<std::uint64_t>();
    const auto checksum = in.integer<std::uint32_t>();
    if (checksum != crc32c(std::string_view(*bytes).substr(0, kMarkBytes - sizeof checksum))) return std::nullopt;
    return mark;
}

WriteMarkFile::WriteMarkFile(const std::filesystem::path& store)
    : descriptor_(::open(file_of(store).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) {}

WriteMarkFile::~WriteMarkFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void WriteMarkFile::write(const WriteMark& mark) const {
    if (descriptor_ < 0) return;
    ByteWriter out;
    for (const std::uint64_t number : {mark.sequence, mark.log, mark.log_bytes, mark.manifest, mark.manifest_bytes})
        out.integer(number);
    std::string bytes = out.take();
    ByteWriter(bytes).integer(crc32c(bytes));
    static_cast<void>(!::pwrite(descriptor_, bytes.data(), bytes.size(), 0));
}

}  // namespace chaincore::storage
