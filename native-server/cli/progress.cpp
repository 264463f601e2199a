// SPDX-License-Identifier: MIT
#include "native-server/cli/progress.h"

#include <unistd.h>

#include <utility>

#include "native-server/text/words.h"

namespace samebill::cli {

namespace {

constexpr int64_t long_file = int64_t{16} << 20;
constexpr int bar_width = 30;
constexpr auto interval = std::chrono::milliseconds(100);

void draw(const std::string& line) {
    (void)!::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

Progress::Progress(std::string name)
    : name_(std::move(name)), on_(::isatty(STDERR_FILENO) == 1), next_(std::chrono::steady_clock::now() + interval) {}

Progress::~Progress() {
    if (drawn_) draw("\r\x1b[K");
}

void Progress::show(int64_t done, int64_t size) {
    if (!on_ || size < long_file || std::chrono::steady_clock::now() < next_) return;
    next_ = std::chrono::steady_clock::now() + interval;
    drawn_ = true;
    // A file that grows while it is read would go past the end of the bar.
    const int64_t percent = done >= size ? 100 : done * 100 / size;
    const auto filled = static_cast<size_t>(percent * bar_width / 100);
    std::string name = name_;
    if (text::width(name) > 30) name = "..." + name.substr(name.size() - 27);
    draw("\r" + name + " [" + std::string(filled, '#') + std::string(bar_width - filled, '.') + "] " +
         std::to_string(percent) + " %\x1b[K");
}

}  // namespace samebill::cli
