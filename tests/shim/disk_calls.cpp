// SPDX-License-Identifier: MIT
// Stands before the C library's calls that change or sync files (LD_PRELOAD), and has those under the directory
// CHAINCORE_DISK_ROOT fail, or the power go, as FaultPlan says. Everything else goes its way. Any thread.
#include "shim/fault_plan.hpp"
#include "shim/lossy_disk.hpp"

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORTED extern "C" __attribute__((visibility("default")))
// The next library's function of that name, with the type of ours.
#define REAL(name) (next<decltype(::name)>(#name))

namespace chaincore::shim {
namespace {

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

struct Shim {
    explicit Shim(Path root) : disk(std::move(root)) {}

    std::mutex mutex;
    FaultPlan plan;  // guarded by the mutex, as all below
    LossyDisk disk;
    std::map<int, Path> open_files;  // those under the root
};

// Never destroyed: threads of libraries write until the end. None: no root is given.
Shim* the_shim() {
    static Shim* const shim = [] {
        const char* const root = std::getenv("CHAINCORE_DISK_ROOT");
        return root == nullptr ? nullptr : new Shim(root);
    }();
    return shim;
}

// What the shim itself calls goes straight through.
thread_local bool is_inside = false;

// The shim, held by this thread: for one call.
class Held {
public:
    explicit Held(Shim& shim) : shim_(shim), lock_(shim.mutex) { is_inside = true; }
    ~Held() { is_inside = false; }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    FaultPlan& plan() { return shim_.plan; }
    LossyDisk& disk() { return shim_.disk; }
    std::map<int, Path>& open_files() { return shim_.open_files; }

    // What the next call on this path meets; errno is set where it fails.
    Fate next_call(const char* call, const Path& path, bool is_write = false) {
        const Fate fate = plan().next_call(is_write);
        if (plan().power_goes_now()) lose_power(call, path);
        if (fate == Fate::success) return fate;
        std::fprintf(stderr, "disk_shim: call %llu, %s of %s, %s\n", static_cast<unsigned long long>(plan().calls()),
                     call, path.c_str(), fate == Fate::half ? "is done by half" : "fails");
        errno = plan().error();
        return fate;
    }

    bool fails(const char* call, const Path& path) { return next_call(call, path) == Fate::failure; }

private:
    [[noreturn]] void lose_power(const char* call, const Path& path) {
        std::fprintf(stderr, "disk_shim: call %llu, %s of %s\n", static_cast<unsigned long long>(plan().calls()), call,
                     path.c_str());
        disk().lose_power(plan().seed());
        ::kill(::getpid(), SIGKILL);
        while (true) ::pause();
    }

    Shim& shim_;
    const std::lock_guard<std::mutex> lock_;
};

bool is_watching() { return !is_inside && the_shim() != nullptr; }

bool is_watched(const Path& path) {
    const std::string& root = the_shim()->disk.root().native();
    const std::string& name = path.native();
    return name.starts_with(root) && (name.size() == root.size() || name[root.size()] == '/');
}

Path name_of_descriptor(int descriptor) {
    char name[4096];
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t length = ::readlink(link.c_str(), name, sizeof(name));
    return length < 0 ? Path{} : Path(std::string(name, static_cast<std::size_t>(length)));
}

// None: it is neither the root nor under it.
std::optional<Path> watched_path(const char* name, int directory = AT_FDCWD) {
    if (!is_watching() || name == nullptr) return std::nullopt;
    Path path(name);
    if (path.is_relative()) {
        char current[4096];
        path =
            (directory != AT_FDCWD ? name_of_descriptor(directory) : Path(::getcwd(current, sizeof(current)))) / path;
    }
    path = path.lexically_normal();
    if (!path.has_filename()) path = path.parent_path();  // a slash at its end
    return is_watched(path) ? std::optional(path) : std::nullopt;
}

// Runs the call with the shim held and the file's name, where the file is a watched one; otherwise `unwatched`.
template <class Watched, class Unwatched>
auto with_file(int file, const Watched& watched, const Unwatched& unwatched) {
    if (is_watching()) {
        Held held(*the_shim());
        const auto known = held.open_files().find(file);
        if (known != held.open_files().end()) return watched(held, known->second);
    }
    return unwatched();
}

bool is_there(const Path& path) {
    struct stat ignored{};
    return ::lstat(path.c_str(), &ignored) == 0;
}

template <class Open>
int open_watched(const Path& path, int flags, const Open& open) {
    Held held(*the_shim());
    const bool is_new = (flags & O_CREAT) != 0 && !is_there(path);
    if (is_new && held.fails("open", path)) return -1;
    const int file = open();
    if (file < 0) return file;
    held.open_files()[file] = path;
    if (is_new) held.disk().note_made(path);
    if ((flags & O_ACCMODE) != O_RDONLY) held.disk().note_opened(file, is_new || (flags & O_TRUNC) != 0);
    return file;
}

// write: writes so many bytes of what there is. offset: none: where the file stands.
template <class Write>
ssize_t write_watched(const char* call, int file, std::optional<off_t> offset, std::size_t count, const Write& write) {
    return with_file(
        file,
        [&](Held& held, const Path& path) -> ssize_t {
            const Fate fate = held.next_call(call, path, count > 1);
            if (fate == Fate::failure) return -1;
            held.disk().note_write(file, path, offset ? *offset : ::lseek(file, 0, SEEK_CUR), count);
            return write(fate == Fate::half ? count / 2 : count);
        },
        [&] { return write(count); });
}

template <class Sync>
int sync_watched(const char* call, int file, const Sync& sync) {
    return with_file(
        file,
        [&](Held& held, const Path& path) {
            struct stat status{};
            ::fstat(file, &status);
            if (held.fails(call, path)) {
                if (!S_ISDIR(status.st_mode)) held.disk().note_failed_sync(file);
                return -1;
            }
            // Nothing is lost for real: the trip to the disk would only take time.
            if (S_ISDIR(status.st_mode))
                held.disk().note_directory_sync(path);
            else
                held.disk().note_sync(file);
            return 0;
        },
        sync);
}

// A call that changes one file and no name.
template <class Call>
int change_watched(const char* call, int file, const Call& change) {
    return with_file(
        file, [&](Held& held, const Path& path) { return held.fails(call, path) ? -1 : change(); }, change);
}

template <class Remove>
int remove_watched(const std::optional<Path>& path, const Remove& remove) {
    if (!path) return remove();
    Held held(*the_shim());
    if (!is_there(*path)) return remove();
    held.disk().note_removal(*path);
    return remove();
}

__attribute__((destructor)) void end() {
    if (the_shim() == nullptr) return;
    Held held(*the_shim());
    if (!held.plan().count_file().empty())
        if (std::FILE* file = std::fopen(held.plan().count_file().c_str(), "w")) {
            std::fprintf(file, "%llu\n", static_cast<unsigned long long>(held.plan().calls()));
            std::fclose(file);
        }
    if (held.plan().power_goes_at_the_end()) held.disk().lose_power(held.plan().seed());
}

}  // namespace
}  // namespace chaincore::shim

using namespace chaincore::shim;

namespace {

// open() has a mode only where it may make a file.
mode_t mode_of(int flags, std::va_list arguments) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

}  // namespace

EXPORTED int open(const char* name, int flags, ...) {
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    const auto call = [&] { return REAL(open)(name, flags, mode); };
    const auto path = watched_path(name);
    return path ? open_watched(*path, flags, call) : call();
}

EXPORTED int open64(const char* name, int flags, ...) {
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    const auto call = [&] { return REAL(open64)(name, flags, mode); };
    const auto path = watched_path(name);
    return path ? open_watched(*path, flags, call) : call();
}

EXPORTED int close(int file) {
    return with_file(
        file,
        [&](Held& held, const Path&) {
            held.open_files().erase(file);
            return REAL(close)(file);
        },
        [&] { return REAL(close)(file); });
}

EXPORTED ssize_t write(int file, const void* bytes, std::size_t count) {
    return write_watched("write", file, std::nullopt, count,
                         [&](std::size_t some) { return REAL(write)(file, bytes, some); });
}

EXPORTED ssize_t pwrite(int file, const void* bytes, std::size_t count, off_t offset) {
    return write_watched("pwrite", file, offset, count,
                         [&](std::size_t some) { return REAL(pwrite)(file, bytes, some, offset); });
}

EXPORTED ssize_t pwrite64(int file, const void* bytes, std::size_t count, off64_t offset) {
    return write_watched("pwrite64", file, offset, count,
                         [&](std::size_t some) { return REAL(pwrite64)(file, bytes, some, offset); });
}

EXPORTED int fsync(int file) {
    return sync_watched("fsync", file, [&] { return REAL(fsync)(file); });
}

EXPORTED int fdatasync(int file) {
    return sync_watched("fdatasync", file, [&] { return REAL(fdatasync)(file); });
}

// Without flags it does nothing: RocksDB asks so whether it is there.
EXPORTED int sync_file_range(int file, off64_t offset, off64_t count, unsigned int flags) {
    const auto call = [&] { return REAL(sync_file_range)(file, offset, count, flags); };
    return flags == 0 ? call() : change_watched("sync_file_range", file, call);
}

EXPORTED int ftruncate(int file, off_t size) noexcept {
    return change_watched("ftruncate", file, [&] { return REAL(ftruncate)(file, size); });
}

EXPORTED int ftruncate64(int file, off64_t size) noexcept {
    return change_watched("ftruncate64", file, [&] { return REAL(ftruncate64)(file, size); });
}

EXPORTED int fallocate(int file, int mode, off_t offset, off_t size) {
    return change_watched("fallocate", file, [&] { return REAL(fallocate)(file, mode, offset, size); });
}

EXPORTED int fallocate64(int file, int mode, off64_t offset, off64_t size) {
    return change_watched("fallocate64", file, [&] { return REAL(fallocate64)(file, mode, offset, size); });
}

EXPORTED int rename(const char* from, const char* to) noexcept {
    const auto source = watched_path(from);
    const auto target = watched_path(to);
    if (!source || !target) return REAL(rename)(from, to);
    Held held(*the_shim());
    if (held.fails("rename", *target)) return -1;
    if (is_there(*source)) held.disk().note_move(*source, *target);
    return REAL(rename)(from, to);
}

// With RENAME_NOREPLACE, and nothing else: what is there stays.
EXPORTED int renameat2(int from_directory, const char* from, int to_directory, const char* to,
                       unsigned int flags) noexcept {
    const auto source = watched_path(from, from_directory);
    const auto target = watched_path(to, to_directory);
    if (!source || !target || is_there(*target)) return REAL(renameat2)(from_directory, from, to_directory, to, flags);
    Held held(*the_shim());
    if (held.fails("renameat2", *target)) return -1;
    if (is_there(*source)) held.disk().note_move(*source, *target);
    return REAL(renameat2)(from_directory, from, to_directory, to, flags);
}

EXPORTED int link(const char* from, const char* to) noexcept {
    const auto path = watched_path(to);
    if (!path) return REAL(link)(from, to);
    Held held(*the_shim());
    if (held.fails("link", *path)) return -1;
    const int result = REAL(link)(from, to);
    if (result == 0) held.disk().note_made(*path);
    return result;
}

EXPORTED int mkdir(const char* name, mode_t mode) noexcept {
    const auto path = watched_path(name);
    if (!path || is_there(*path)) return REAL(mkdir)(name, mode);
    Held held(*the_shim());
    if (held.fails("mkdir", *path)) return -1;
    const int result = REAL(mkdir)(name, mode);
    if (result == 0) held.disk().note_made(*path);
    return result;
}

EXPORTED int unlink(const char* name) noexcept {
    return remove_watched(watched_path(name), [&] { return REAL(unlink)(name); });
}

EXPORTED int unlinkat(int directory, const char* name, int flags) noexcept {
    return remove_watched(watched_path(name, directory), [&] { return REAL(unlinkat)(directory, name, flags); });
}

EXPORTED int rmdir(const char* name) noexcept {
    return remove_watched(watched_path(name), [&] { return REAL(rmdir)(name); });
}

EXPORTED int remove(const char* name) noexcept {
    return remove_watched(watched_path(name), [&] { return REAL(remove)(name); });
}
