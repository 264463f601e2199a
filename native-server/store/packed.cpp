// SPDX-License-Identifier: MIT
#include "native-server/store/packed.h"

#include <zlib.h>

#include <cstdint>
#include <new>

#include "native-server/store/failure.h"

namespace samebill::store {

namespace {

constexpr size_t head = 8;
constexpr uint64_t most_inflated = 1040;  // times: no deflated bytes become more

}  // namespace

std::string pack(std::string_view text) {
    uLongf size = compressBound(text.size());
    std::string out(head + size, '\0');
    for (size_t i = 0; i < head; ++i) out[i] = static_cast<char>(uint64_t{text.size()} >> (8 * i) & 0xff);
    const int result = compress2(reinterpret_cast<Bytef*>(out.data() + head), &size,
                                 reinterpret_cast<const Bytef*>(text.data()), text.size(), Z_BEST_SPEED);
    if (result != Z_OK) throw std::bad_alloc();
    out.resize(head + size);
    return out;
}

std::string unpack(std::string_view bytes) {
    uint64_t size = 0;
    if (bytes.size() < head) throw Damaged("a packed document is cut short");
    for (size_t i = 0; i < head; ++i) size |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    if (size > bytes.size() * most_inflated) throw Damaged("a packed document states an impossible size");
    std::string out(size, '\0');
    uLongf room = out.size();
    const int result = uncompress(reinterpret_cast<Bytef*>(out.data()), &room,
                                  reinterpret_cast<const Bytef*>(bytes.data() + head), bytes.size() - head);
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    if (result != Z_OK || room != size) throw Damaged("a packed document is damaged");
    return out;
}

}  // namespace samebill::store
