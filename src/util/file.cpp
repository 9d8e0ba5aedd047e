// SPDX-License-Identifier: MIT
#include "chaincore/util/file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace chaincore::util {
namespace {

Error io_error(const std::string& what, const std::filesystem::path& path) {
    return Error{what + " " + path.string() + ": " + std::strerror(errno)};
}

// Owns the descriptor of a file that is being written.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    bool is_open() const { return fd_ >= 0; }

    bool write_all(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t written = ::write(fd_, text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return false;
            text.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }

    bool sync_and_close() {
        const bool synced = ::fsync(fd_) == 0;
        const bool closed = ::close(std::exchange(fd_, -1)) == 0;
        return synced && closed;
    }

private:
    int fd_;
};

// A name is in its directory for good once the directory is on disk.
bool is_directory_synced(const std::filesystem::path& directory) {
    Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.is_open() && opened.sync_and_close();
}

bool sync_directory_of(const std::filesystem::path& path) {
    return is_directory_synced(path.has_parent_path() ? path.parent_path() : ".");
}

bool is_device_or_pipe(const std::filesystem::path& path) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

// Whatever stands there is not touched, and errno is EEXIST. Filesystems that cannot rename so (NFS) can link.
bool move_to_free_name(const char* from, const char* to) {
    if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return true;
    return errno == EINVAL && ::link(from, to) == 0 && ::unlink(from) == 0;
}

bool move_over(const char* from, const char* to) { return ::rename(from, to) == 0; }

// Whole or not at all, whenever the process or the machine ends. Nobody else can read it, not even in the making.
Result<void, Error> put_private_file(const std::filesystem::path& path, std::string_view text,
                                     bool (*move)(const char* from, const char* to)) {
    const std::string made = path.string() + ".new." + std::to_string(::getpid());
    ::unlink(made.c_str());  // of a process that was killed
    Descriptor file(::open(made.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.is_open()) return fail(io_error("cannot create", path));
    if (!file.write_all(text) || !file.sync_and_close() || !move(made.c_str(), path.c_str())) {
        const Error error = io_error("cannot write", path);
        ::unlink(made.c_str());
        return fail(error);
    }
    if (!sync_directory_of(path)) return fail(io_error("cannot write", path));
    return {};
}

}  // namespace

void FileReader::Close::operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
}

Result<FileReader, Error> FileReader::open(const std::string& path) {
    FileReader reader;
    reader.path_ = path == "-" ? "standard input" : path;
    reader.file_.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
    if (!reader.file_) return fail(io_error("cannot open", path));
    struct stat status{};
    if (::fstat(::fileno(reader.file_.get()), &status) != 0) return fail(io_error("cannot examine", path));
    if (S_ISDIR(status.st_mode)) return fail(Error{"cannot read " + path + ": it is a directory"});
    if (S_ISREG(status.st_mode)) reader.size_ = static_cast<std::size_t>(status.st_size);
    return reader;
}

Result<std::size_t, Error> FileReader::read(std::span<char> into) {
    const std::size_t count = std::fread(into.data(), 1, into.size(), file_.get());
    if (count < into.size() && std::ferror(file_.get()) != 0) return fail(io_error("cannot read", path_));
    return count;
}

Result<std::string, Error> read_file(const std::string& path, std::size_t limit) {
    auto reader = FileReader::open(path);
    if (!reader) return fail(reader.error());
    std::string text;
    std::string piece(std::size_t{64} * 1024, '\0');
    while (true) {
        const auto count = reader->read(piece);
        if (!count) return fail(count.error());
        text.append(piece, 0, *count);
        if (text.size() > limit)
            return fail(Error{path + " is longer than the " + std::to_string(limit) + " bytes expected of it"});
        if (*count < piece.size()) return text;
    }
}

class FileWriter::Impl {
public:
    Impl(std::filesystem::path path, std::filesystem::path written_path, int fd)
        : path_(std::move(path)), written_path_(std::move(written_path)), file_(fd) {}

    ~Impl() {
        if (file_.is_open() && is_temporary()) ::unlink(written_path_.c_str());
    }

    bool is_open() const { return file_.is_open(); }

    Result<void, Error> write(std::string_view text) {
        if (!file_.write_all(text)) return fail(io_error("cannot write", path_));
        return {};
    }

    Result<void, Error> finish() {
        if (!is_temporary()) return {};
        if (file_.sync_and_close() && ::rename(written_path_.c_str(), path_.c_str()) == 0 && sync_directory_of(path_))
            return {};
        const Error error = io_error("cannot write", path_);
        ::unlink(written_path_.c_str());
        return fail(error);
    }

private:
    bool is_temporary() const { return written_path_ != path_; }

    std::filesystem::path path_;
    std::filesystem::path written_path_;
    Descriptor file_;
};

Result<FileWriter, Error> FileWriter::create(const std::filesystem::path& path) {
    const bool in_place = is_device_or_pipe(path);  // there is nothing to replace
    std::filesystem::path written_path = path;
    if (!in_place) written_path += ".new." + std::to_string(::getpid());
    const int flags = O_WRONLY | O_CLOEXEC | (in_place ? 0 : O_CREAT | O_TRUNC);
    auto impl = std::make_unique<Impl>(path, written_path, ::open(written_path.c_str(), flags, 0644));
    if (!impl->is_open()) return fail(io_error(in_place ? "cannot open" : "cannot create", written_path));
    return FileWriter(std::move(impl));
}

FileWriter::FileWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FileWriter::FileWriter(FileWriter&&) noexcept = default;
FileWriter& FileWriter::operator=(FileWriter&&) noexcept = default;
FileWriter::~FileWriter() = default;
Result<void, Error> FileWriter::write(std::string_view text) { return impl_->write(text); }
Result<void, Error> FileWriter::finish() { return impl_->finish(); }

Result<void, Error> replace_file(const std::filesystem::path& path, std::string_view text) {
    auto writer = FileWriter::create(path);
    if (!writer) return fail(writer.error());
    if (auto written = writer->write(text); !written) return written;
    return writer->finish();
}

Result<void, Error> make_directory(const std::filesystem::path& path) {
    std::error_code ignored;
    if (path.empty() || std::filesystem::is_directory(path, ignored)) return {};
    if (path.has_relative_path())
        if (auto made = make_directory(path.parent_path()); !made) return made;
    const bool is_made = ::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST;
    if (!is_made || !sync_directory_of(path)) return fail(io_error("cannot make", path));
    return {};
}

Result<void, Error> sync_directory(const std::filesystem::path& directory) {
    if (!is_directory_synced(directory)) return fail(io_error("cannot write", directory));
    return {};
}

Result<void, Error> create_private_file(const std::filesystem::path& path, std::string_view text) {
    return put_private_file(path, text, move_to_free_name);
}

Result<void, Error> replace_private_file(const std::filesystem::path& path, std::string_view text) {
    std::error_code ignored;
    const auto target = std::filesystem::canonical(path, ignored);
    return put_private_file(target.empty() ? path : target, text, move_over);
}

}  // namespace chaincore::util
