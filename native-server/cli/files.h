// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "native-server/cli/threads.h"

// Files in and out. Every failure is a `Failure` that names the file and the reason.

namespace samebill::cli {

// The bytes of a file from its beginning to its end in pieces; "-" is standard input. `size` is 0 if it is not known.
struct Piece {
    std::string_view bytes;
    int64_t done = 0;
    int64_t size = 0;
};
// With threads the next piece of a long file is read beside the jobs that `take` hands out to them.
void read_pieces(const std::string& name, const std::function<void(const Piece&)>& take, Threads* threads = nullptr);

// The whole of a file; "-" is standard input.
std::string read_whole(const std::string& name);

// As a message names it: "-" is "(standard input)".
std::string shown_name(const std::string& name);

void write_file(const std::string& name, std::string_view bytes);

// To standard output; a full disk is exit 1, a reader that went away is exit 1 without a word.
void write_output(std::string_view bytes);

// A line on stderr; what cannot be written there is lost.
void write_error_line(std::string_view line);

// Whether both names are the same file.
bool same_file(const std::string& one, const std::string& other);

// Gives the three standard streams something to stand on if the caller closed them, so that no file of ours gets their
// number, and lets a write to a closed pipe fail instead of ending the process.
void secure_standard_streams();

}  // namespace samebill::cli
