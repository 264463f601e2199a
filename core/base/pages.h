// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace samebill {

// Memory for long columns, aligned to 64 bytes, and given back to the system at once where the system lets us
// (pages_linux.cpp; elsewhere the allocator keeps it, pages_portable.cpp). From 2 MiB on it lies in large pages, if
// there are any: take as much as will be used.
enum class Content : uint8_t { any, zeros };
void* take_pages(uint64_t bytes, Content content);
void give_pages(void* data, uint64_t bytes);

// Large pages between two uses: who takes memory from here gets them without the system's clearing them again, which
// can take longer than filling them. Where the system does not move pages they are given back at once.
class SparePages {
public:
    SparePages() = default;
    ~SparePages();
    SparePages(const SparePages&) = delete;
    SparePages& operator=(const SparePages&) = delete;

    void keep(void* data, uint64_t bytes);  // instead of `give_pages`, of memory that `take_pages` gave
    void* take(uint64_t bytes);             // instead of `take_pages`; goes back by `give_pages`

private:
    struct Range {
        char* data;
        uint64_t bytes;
    };
    std::vector<Range> ranges_;
};

// Of memory that the allocator gave and that is about to be filled, mostly for the first time: asks for large pages,
// and for small ones all at once where a large one does not fit.
void expect_filling(void* data, uint64_t bytes);

// Owns such memory for `count` values of a trivial type.
template <class T>
class Pages {
public:
    Pages() = default;
    explicit Pages(uint64_t count, Content content = Content::any)
        : data_(count == 0 ? nullptr : static_cast<T*>(take_pages(count * sizeof(T), content))), count_(count) {}
    Pages(uint64_t count, SparePages& spare)
        : data_(count == 0 ? nullptr : static_cast<T*>(spare.take(count * sizeof(T)))), count_(count) {}
    ~Pages() { give_pages(data_, bytes()); }
    Pages(Pages&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), count_(std::exchange(other.count_, 0)) {}
    Pages& operator=(Pages&& other) noexcept {
        if (this == &other) return *this;
        give_pages(data_, bytes());
        data_ = std::exchange(other.data_, nullptr);
        count_ = std::exchange(other.count_, 0);
        return *this;
    }

    void leave_to(SparePages& spare) {
        if (data_ != nullptr) spare.keep(data_, bytes());
        data_ = nullptr;
        count_ = 0;
    }

    T* data() { return data_; }
    const T* data() const { return data_; }
    uint64_t count() const { return count_; }
    uint64_t bytes() const { return count_ * sizeof(T); }
    T& operator[](uint64_t i) { return data_[i]; }
    const T& operator[](uint64_t i) const { return data_[i]; }

private:
    T* data_ = nullptr;
    uint64_t count_ = 0;
};

// Room for so many rows, which will be filled.
template <class Rows>
void reserve_filling(Rows& rows, uint64_t count) {
    if (count <= rows.capacity()) return;
    rows.reserve(static_cast<size_t>(count));
    expect_filling(rows.data() + rows.size(), (rows.capacity() - rows.size()) * sizeof(*rows.data()));
}

}  // namespace samebill
