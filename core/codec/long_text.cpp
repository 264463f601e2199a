// SPDX-License-Identifier: MIT
#include "core/codec/long_text.h"

#include <algorithm>

#include "core/base/pages.h"
#include "core/base/sha256.h"

namespace samebill {

namespace {

constexpr size_t rows_a_piece = 1024;  // a few hundred kilobytes: still in the cache when they are hashed
constexpr uint32_t pieces_at_once = 16;

constexpr std::string_view digest_begin = ",\"digest\":\"sha256:";

// Puts pieces together and takes them into the digest.
class Assembly {
public:
    explicit Assembly(std::string& out) : out_(out) {}

    void leave_room_for_digest() {
        digest_at_ = out_.size() + digest_begin.size();
        out_ += digest_begin;
        out_.append(64, ' ');
        out_.push_back('"');
        hashed_ = out_.size();
    }
    void take_new() {
        sha_.update(std::string_view(out_).substr(hashed_));
        hashed_ = out_.size();
    }
    void add(std::string_view text) {
        out_ += text;
        take_new();
    }
    void begin() { hashed_ = out_.size(); }
    std::string finish() {
        const std::string hex = sha_.finish_hex();
        out_.replace(digest_at_, hex.size(), hex);
        return "sha256:" + hex;
    }

private:
    std::string& out_;
    Sha256 sha_;
    size_t hashed_ = 0;  // all before is in the digest, or is not to be
    size_t digest_at_ = 0;
};

}  // namespace

void LongText::rows(size_t count, WriteRows write) {
    row_count_ += count;
    writers_.push_back(std::make_unique<WriteRows>(std::move(write)));
    for (size_t first = 0; first < count; first += rows_a_piece)
        pieces_.push_back({{}, writers_.back().get(), first, std::min(count, first + rows_a_piece)});
}

std::string LongText::write(std::string& out, size_t row_bytes, const RunJobs* run_jobs) const {
    reserve_filling(out, out.size() + row_count_ * row_bytes + 4096);
    Assembly assembly(out);
    assembly.begin();
    if (run_jobs == nullptr || row_count_ < 4 * rows_a_piece) {
        for (size_t i = 0; i < pieces_.size(); ++i) {
            if (i == digest_piece_) assembly.leave_room_for_digest();
            const Piece& piece = pieces_[i];
            if (piece.write != nullptr) {
                CanonicalWriter writer = CanonicalWriter::of_rows(out);
                (*piece.write)(writer, piece.first, piece.last);
            } else {
                out += piece.text;
            }
            assembly.take_new();
        }
        return assembly.finish();
    }
    // While some pieces are written, those before them are put together.
    std::vector<std::string> texts(2 * pieces_at_once);
    const size_t waves = (pieces_.size() + pieces_at_once - 1) / pieces_at_once;
    for (size_t wave = 0; wave <= waves; ++wave) {
        const auto job = [&](uint32_t number) {
            const size_t in_wave = number == 0 ? 0 : number - 1;
            if (number > 0) {
                const size_t at = wave * pieces_at_once + in_wave;
                if (at >= pieces_.size() || pieces_[at].write == nullptr) return;
                std::string& text = texts[(wave % 2) * pieces_at_once + in_wave];
                text.clear();
                CanonicalWriter writer = CanonicalWriter::of_rows(text);
                (*pieces_[at].write)(writer, pieces_[at].first, pieces_[at].last);
                return;
            }
            if (wave == 0) return;
            const size_t begin = (wave - 1) * pieces_at_once;
            for (size_t at = begin; at < std::min(pieces_.size(), begin + pieces_at_once); ++at) {
                if (at == digest_piece_) assembly.leave_room_for_digest();
                assembly.add(pieces_[at].write == nullptr ? pieces_[at].text
                                                          : texts[((wave - 1) % 2) * pieces_at_once + at - begin]);
            }
        };
        (*run_jobs)(wave == waves ? 1 : pieces_at_once + 1, job);
    }
    return assembly.finish();
}

}  // namespace samebill
