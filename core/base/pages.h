// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <utility>

namespace samebill {

// Memory for long columns, aligned to 64 bytes, and given back to the system at once where the system lets us
// (pages_linux.cpp; elsewhere the allocator keeps it, pages_portable.cpp). From 2 MiB on it lies in large pages, if
// there are any: take as much as will be used.
enum class Content : uint8_t { any, zeros };
void* take_pages(uint64_t bytes, Content content);
void give_pages(void* data, uint64_t bytes);

// Owns such memory for `count` values of a trivial type.
template <class T>
class Pages {
public:
    Pages() = default;
    explicit Pages(uint64_t count, Content content = Content::any)
        : data_(count == 0 ? nullptr : static_cast<T*>(take_pages(count * sizeof(T), content))), count_(count) {}
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

}  // namespace samebill
