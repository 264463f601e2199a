// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <cerrno>

namespace samebill {

// Owns a file descriptor, negative if there is none; one that is not owned, such as a standard stream, stays open.
class Descriptor {
public:
    explicit Descriptor(int number, bool owned = true) : number_(number), owned_(owned && number >= 0) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }
    // 0, or the error: some file systems tell of a full disk only here.
    int close() {
        if (!owned_) return 0;
        owned_ = false;
        return ::close(number_) == 0 ? 0 : errno;
    }

private:
    const int number_;
    bool owned_;
};

}  // namespace samebill
