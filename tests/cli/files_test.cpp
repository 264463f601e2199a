// SPDX-License-Identifier: MIT
// A file in pieces, with and without threads that read the next one meanwhile.
#include "native-server/cli/files.h"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "native-server/cli/failure.h"

using namespace samebill;
using namespace samebill::cli;

namespace {

// Bytes of which no two stretches of a few are alike.
std::string text_of(size_t size) {
    std::string text(size, '\0');
    uint64_t state = 88'172'645'463'325'252u;
    for (char& c : text) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        c = static_cast<char>(state);
    }
    return text;
}

class WrittenFile {
public:
    explicit WrittenFile(const std::string& text)
        : name_(std::filesystem::temp_directory_path() / ("samebill_pieces_" + std::to_string(getpid()))) {
        std::ofstream(name_, std::ios::binary) << text;
    }
    ~WrittenFile() { std::filesystem::remove(name_); }
    std::string name() const { return name_; }

private:
    std::filesystem::path name_;
};

// What `take` is given, which hands out so many rounds of jobs for each piece.
std::string read_with(const WrittenFile& file, Threads* threads, int rounds) {
    std::string all;
    const auto take = [&](const Piece& piece) {
        all += piece.bytes;
        BOOST_TEST_REQUIRE(piece.done == static_cast<int64_t>(all.size()));
        for (int round = 0; threads != nullptr && round < rounds; ++round) threads->lent()(5, [](uint32_t) {});
    };
    read_pieces(file.name(), take, threads);
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_files)

BOOST_AUTO_TEST_CASE(a_long_file_comes_whole_whoever_reads_its_pieces) {
    constexpr size_t longest_piece = 16 << 20;  // of any machine
    const std::string text = text_of(3 * longest_piece + 12'345);
    Threads two(2), one(1);
    for (const size_t size : {size_t{0}, size_t{1}, 2 * longest_piece, text.size()}) {
        const std::string part = text.substr(0, size);
        const WrittenFile file(part);
        BOOST_TEST((read_with(file, nullptr, 0) == part));
        for (const int rounds : {0, 1, 3}) {
            BOOST_TEST((read_with(file, &two, rounds) == part));
            BOOST_TEST((read_with(file, &one, rounds) == part));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_takes_a_piece_may_throw) {
    const WrittenFile file(text_of(40 << 20));
    Threads threads(2);
    int pieces = 0;
    const auto take = [&](const Piece&) {
        if (++pieces == 2) throw Failure(exit_fault, "enough");
    };
    BOOST_CHECK_THROW(read_pieces(file.name(), take, &threads), Failure);
    BOOST_TEST(pieces == 2);
    BOOST_TEST((read_with(file, &threads, 1) == read_with(file, nullptr, 0)));
}

BOOST_AUTO_TEST_SUITE_END()
