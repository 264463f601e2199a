// SPDX-License-Identifier: MIT
#include "core/codec/long_text.h"

#include <algorithm>

#include "core/base/pages.h"
#include "core/base/sha256.h"

namespace samebill {

namespace {

constexpr size_t rows_a_piece = 1024;  // a few hundred kilobytes: still in the cache when they are hashed
constexpr uint32_t pieces_at_once = 16;

// Returns where the member goes. Leaves room for it, unless it is left open.
size_t place_digest(std::string& out, bool open) {
    const size_t at = out.size();
    if (open) return at;
    out += digest_begin;
    out.append(64, ' ');
    out += digest_end;
    return at;
}

}  // namespace

void LongText::rows(size_t count, WriteRows write) {
    row_count_ += count;
    writers_.push_back(std::make_unique<WriteRows>(std::move(write)));
    for (size_t first = 0; first < count; first += rows_a_piece)
        pieces_.push_back({{}, writers_.back().get(), first, std::min(count, first + rows_a_piece)});
}

std::string LongText::write(std::string& out, size_t row_bytes, const LongTextOptions& options) const {
    const size_t begin = out.size();
    reserve_filling(out, begin + row_count_ * row_bytes + 4096);
    Sha256 hash;
    Sha256* const sha = options.open_digests == nullptr ? &hash : nullptr;
    const bool shared = options.run_jobs != nullptr && row_count_ >= 4 * rows_a_piece;
    const size_t digest_at = shared ? write_in_waves(out, sha, *options.run_jobs) : write_in_turn(out, sha);
    if (sha == nullptr) {
        options.open_digests->push_back({begin, out.size(), digest_at});
        return {};
    }
    const std::string hex = sha->finish_hex();
    out.replace(digest_at + digest_begin.size(), hex.size(), hex);
    return "sha256:" + hex;
}

void LongText::write_piece(size_t at, std::string& out) const {
    const Piece& piece = pieces_[at];
    if (piece.write == nullptr) {
        out += piece.text;
        return;
    }
    CanonicalWriter writer = CanonicalWriter::of_rows(out);
    (*piece.write)(writer, piece.first, piece.last);
}

size_t LongText::write_in_turn(std::string& out, Sha256* sha) const {
    size_t digest_at = 0;
    for (size_t at = 0; at < pieces_.size(); ++at) {
        if (at == digest_piece_) digest_at = place_digest(out, sha == nullptr);
        const size_t begin = out.size();
        write_piece(at, out);
        if (sha != nullptr) sha->update(std::string_view(out).substr(begin));
    }
    return digest_at;
}

// While the pieces of a wave are written, those of the wave before are hashed, and put together.
size_t LongText::write_in_waves(std::string& out, Sha256* sha, const RunJobs& run_jobs) const {
    constexpr uint32_t hash = 0, put_together = 1, first_piece = 2;
    std::vector<std::string> texts(2 * pieces_at_once);
    const auto text_of = [&texts](size_t at) -> std::string& { return texts[at % texts.size()]; };
    size_t digest_at = 0;
    const size_t waves = (pieces_.size() + pieces_at_once - 1) / pieces_at_once;
    for (size_t wave = 0; wave <= waves; ++wave) {
        const size_t begin = wave * pieces_at_once;
        const size_t begin_before = wave == 0 ? 0 : begin - pieces_at_once;
        const size_t end_before = std::min(begin, pieces_.size());
        const auto job = [&](uint32_t number) {
            if (number == hash) {
                for (size_t at = begin_before; sha != nullptr && at < end_before; ++at) sha->update(text_of(at));
            } else if (number == put_together) {
                for (size_t at = begin_before; at < end_before; ++at) {
                    if (at == digest_piece_) digest_at = place_digest(out, sha == nullptr);
                    out += text_of(at);
                }
            } else if (const size_t at = begin + number - first_piece; at < pieces_.size()) {
                text_of(at).clear();
                write_piece(at, text_of(at));
            }
        };
        run_jobs(wave == waves ? first_piece : first_piece + pieces_at_once, job);
    }
    return digest_at;
}

}  // namespace samebill
