// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/api.h"
#include "core/base/sha256.h"
#include "core/codec/canonical_writer.h"

namespace samebill {

struct LongTextOptions {
    const RunJobs* run_jobs = nullptr;                // the shell's threads
    std::vector<OpenDigest>* open_digests = nullptr;  // if not null: takes the digest's place, which is left out
};

// A long document that has a digest of itself in it. What comes in: its pieces in order, fixed texts and rows that are
// still to be written. What goes out: the text, rows written in parts, by several threads if the shell lends them, and
// the digest of all but the member `digest`. The bytes do not depend on the parts.
class LongText {
public:
    // Appends the rows from `first` to `last`. The first row of all has no comma before it, every other has.
    using WriteRows = std::function<void(CanonicalWriter& writer, size_t first, size_t last)>;

    void fixed(std::string text) { pieces_.push_back({std::move(text), nullptr, 0, 0}); }
    void rows(size_t count, WriteRows write);
    // The member `digest`, with a comma before it.
    void digest() { digest_piece_ = pieces_.size(); }

    // Appends the text to `out` and returns the digest, "sha256:..."; empty if it is left open. `row_bytes` is about
    // what a row takes.
    std::string write(std::string& out, size_t row_bytes, const LongTextOptions& options) const;

private:
    struct Piece {
        std::string text;
        const WriteRows* write;  // null: `text`
        size_t first;
        size_t last;
    };

    void write_piece(size_t at, std::string& out) const;
    // Both return where the member `digest` goes, which is in the text unless it is left open, when `sha` is null.
    size_t write_in_turn(std::string& out, Sha256* sha) const;
    size_t write_in_waves(std::string& out, Sha256* sha, const RunJobs& run_jobs) const;

    std::vector<Piece> pieces_;
    std::vector<std::unique_ptr<WriteRows>> writers_;
    size_t digest_piece_ = 0;  // stands before this one
    size_t row_count_ = 0;
};

}  // namespace samebill
