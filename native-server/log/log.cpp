// SPDX-License-Identifier: MIT
#include "native-server/log/log.h"

#include <poll.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/sink.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace samebill {

namespace {

using namespace std::chrono_literals;

constexpr size_t most_kept = size_t{1} << 20;
constexpr size_t most_at_once = 4096;  // a pipe that is ready takes as much without waiting
constexpr auto pause = 10ms;
constexpr auto last_try = 2s;  // for a reader that does not read, when the log ends

// The line of a message; formatters are not to be shared by threads.
std::string_view line_of(const spdlog::details::log_msg& message) {
    thread_local spdlog::pattern_formatter formatter(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})",
                                                     spdlog::pattern_time_type::utc);
    thread_local spdlog::memory_buf_t line;
    line.clear();
    formatter.format(message, line);
    return {line.data(), line.size()};
}

class GatheringSink : public spdlog::sinks::sink {
public:
    explicit GatheringSink(int descriptor) : descriptor_(descriptor), thread_([this] { write_on(); }) {}

    ~GatheringSink() override {
        {
            const std::lock_guard lock(mutex_);
            ending_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }

    void log(const spdlog::details::log_msg& message) override {
        const std::string_view line = line_of(message);
        const std::lock_guard lock(mutex_);
        if (kept_.size() + line.size() > most_kept) {
            lost_++;
            return;
        }
        if (kept_.empty()) changed_.notify_all();
        kept_ += line;
    }

    void flush() override {}
    void set_pattern(const std::string&) override {}
    void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

private:
    void write_on() {
        std::string bytes;
        std::unique_lock lock(mutex_);
        while (!ending_ || !kept_.empty()) {
            changed_.wait(lock, [this] { return ending_ || !kept_.empty(); });
            changed_.wait_for(lock, pause, [this] { return ending_.load(); });
            bytes.clear();
            bytes.swap(kept_);
            if (lost_ > 0) bytes += lost_line();
            lock.unlock();
            write_all(bytes);
            lock.lock();
        }
    }

    std::string lost_line() {
        const std::string text = R"("event":"log_lines_lost","count":)" + std::to_string(lost_);
        lost_ = 0;
        return std::string(line_of({"samebill", spdlog::level::warn, text}));
    }

    void write_all(std::string_view bytes) {
        auto ready_by = std::chrono::steady_clock::time_point::max();
        while (!bytes.empty()) {
            pollfd descriptor{descriptor_, POLLOUT, 0};
            ::poll(&descriptor, 1, 100);
            if ((descriptor.revents & (POLLERR | POLLNVAL)) != 0) return;
            if ((descriptor.revents & POLLOUT) == 0) {
                const auto now = std::chrono::steady_clock::now();
                if (ending_) ready_by = std::min(ready_by, now + last_try);
                if (now > ready_by) return;
                continue;
            }
            const ssize_t count = ::write(descriptor_, bytes.data(), std::min(bytes.size(), most_at_once));
            if (count < 0 && errno != EINTR && errno != EAGAIN) return;
            if (count > 0) bytes.remove_prefix(static_cast<size_t>(count));
        }
    }

    const int descriptor_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string kept_;
    int64_t lost_ = 0;
    std::atomic<bool> ending_ = false;
    std::thread thread_;
};

}  // namespace

std::shared_ptr<spdlog::logger> make_log(int descriptor) {
    return std::make_shared<spdlog::logger>("samebill", std::make_shared<GatheringSink>(descriptor));
}

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c >= 0x20 && c < 0x7f ? c : '?';
    }
    return out + "\"";
}

}  // namespace samebill
