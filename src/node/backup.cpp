// SPDX-License-Identifier: MIT
#include "chaincore/node/backup.hpp"

#include "chaincore/util/file.hpp"
#include "chaincore/util/random.hpp"

#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace chaincore::node {
namespace {

std::optional<dev_t> file_system_of(const std::filesystem::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    return status.st_dev;
}

bool is_within(const std::filesystem::path& path, const std::filesystem::path& directory) {
    std::error_code ignored;
    const auto inner = std::filesystem::weakly_canonical(path, ignored);
    const auto relative = inner.lexically_relative(std::filesystem::weakly_canonical(directory, ignored));
    return !relative.empty() && *relative.begin() != "..";
}

// Empty: it will do.
std::string what_is_wrong_with(const std::filesystem::path& target, const std::filesystem::path& store) {
    std::error_code error;
    if (!target.is_absolute()) return target.string() + " does not begin with a slash: the whole path is needed";
    if (is_within(target, store.parent_path()))
        return target.string() + " is in the data directory: name a place outside of it";
    if (std::filesystem::exists(target, error)) return target.string() + " is there already: name a new directory";
    if (!std::filesystem::is_directory(target.parent_path(), error))
        return "there is no directory " + target.parent_path().string();
    if (file_system_of(target.parent_path()) != file_system_of(store))
        return target.string() + " is on another file system than " + store.string() +
               ": make the backup on the same one, and copy it from there";
    return "";
}

// Removes what was begun and is not there under its own name yet.
class Unfinished {
public:
    explicit Unfinished(std::filesystem::path path) : path_(std::move(path)) {}
    ~Unfinished() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

private:
    const std::filesystem::path path_;
};

Result<void, Error> copy_to(const std::filesystem::path& target, const storage::ChainDatabase& database) {
    const std::filesystem::path copy = target.string() + ".unfinished." + util::random_hex(4);
    std::error_code error;
    if (::mkdir(copy.c_str(), S_IRWXU) != 0) error = {errno, std::generic_category()};
    if (error) return fail(Error{"cannot make " + copy.string() + ": " + error.message()});
    const Unfinished unfinished(copy);
    if (auto made = database.make_checkpoint(copy / "chain"); !made) return made;
    if (auto synced = util::sync_directory(copy); !synced) return synced;
    std::filesystem::rename(copy, target, error);
    if (error) return fail(Error{"cannot make " + target.string() + ": " + error.message()});
    return util::sync_directory(target.parent_path());
}

}  // namespace

Result<void, BackupFault> make_backup(const storage::ChainDatabase& database, const std::filesystem::path& store,
                                      const std::filesystem::path& target) {
    const std::filesystem::path place = (target / "").parent_path().lexically_normal();
    if (auto wrong = what_is_wrong_with(place, store); !wrong.empty()) return fail(BackupFault{true, std::move(wrong)});
    if (auto copied = copy_to(place, database); !copied) return fail(BackupFault{false, copied.error().message});
    return {};
}

}  // namespace chaincore::node
