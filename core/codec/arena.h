// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace samebill {

// Memory that is given out piece by piece and given back all at once. Pieces stay where they are; nothing in it is
// destroyed. Example: the values of a document, which live as long as the document.
class Arena {
public:
    template <class T>
    T* take(size_t count) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= alignment);
        return reinterpret_cast<T*>(take_bytes(count * sizeof(T)));
    }
    std::string_view keep(std::string_view text) {
        char* const copy = take<char>(text.size());
        if (!text.empty()) std::memcpy(copy, text.data(), text.size());
        return {copy, text.size()};
    }
    // All pieces are given back; a little memory stays for the next.
    void clear() {
        if (chunks_.size() > 1) chunks_.resize(1);
        next_ = chunks_.empty() ? nullptr : chunks_.front().get();
        left_ = chunks_.empty() ? 0 : first_size_;
    }

private:
    static constexpr size_t alignment = 8;
    static constexpr size_t first_chunk = 2048;
    static constexpr size_t largest_chunk = size_t{1} << 18;

    std::byte* take_bytes(size_t bytes) {
        bytes = (bytes + alignment - 1) / alignment * alignment;
        if (bytes > left_) begin_chunk(bytes);
        std::byte* const taken = next_;
        next_ += bytes;
        left_ -= bytes;
        return taken;
    }
    void begin_chunk(size_t bytes) {
        left_ = std::max(bytes, next_chunk_);
        next_chunk_ = std::min(next_chunk_ * 2, largest_chunk);
        if (chunks_.empty()) first_size_ = left_;
        chunks_.emplace_back(new std::byte[left_]);
        next_ = chunks_.back().get();
    }

    std::vector<std::unique_ptr<std::byte[]>> chunks_;
    std::byte* next_ = nullptr;
    size_t left_ = 0;
    size_t first_size_ = 0;
    size_t next_chunk_ = first_chunk;
};

}  // namespace samebill
