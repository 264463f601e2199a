// SPDX-License-Identifier: MIT
#include "native-server/http/gunzip.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <string>

#include "tests/server/parts/gzip.h"

using namespace samebill;
using http::Gunzip;

namespace {

// Gives `bytes` in pieces of `step`; then 0, or -1 if the body is to be cut off.
api::BodyReader source(std::string bytes, size_t step, bool cut = false) {
    return [bytes = std::move(bytes), at = size_t{0}, step, cut](char* to, size_t size) mutable -> int64_t {
        const size_t count = std::min({step, size, bytes.size() - at});
        std::memcpy(to, bytes.data() + at, count);
        at += count;
        return count == 0 && cut ? -1 : static_cast<int64_t>(count);
    };
}

struct Unpacked {
    std::string text;
    Gunzip::Fault fault;
};

Unpacked unpack(api::BodyReader from, size_t room = 65536) {
    Gunzip gunzip(std::move(from));
    Unpacked out;
    std::string buffer(room, '\0');
    int64_t count;
    while ((count = gunzip.read(buffer.data(), buffer.size())) > 0) {
        out.text.append(buffer, 0, static_cast<size_t>(count));
    }
    BOOST_TEST((count < 0) == (gunzip.fault() != Gunzip::Fault::none));
    out.fault = gunzip.fault();
    return out;
}

const std::string text = [] {
    std::string out;
    for (int i = 0; i < 20'000; i++) out += "s" + std::to_string(i * 7919) + ",m1,data\n";
    return out;
}();

}  // namespace

BOOST_AUTO_TEST_SUITE(gunzip)

BOOST_AUTO_TEST_CASE(a_body_comes_out_as_it_went_in_whatever_the_pieces) {
    const std::string packed = gzip(text);
    for (const size_t step : {size_t{1}, size_t{7}, size_t{4096}, packed.size()}) {
        for (const size_t room : {size_t{1000}, size_t{65536}}) {
            const Unpacked out = unpack(source(packed, step), room);
            BOOST_TEST((out.fault == Gunzip::Fault::none));
            BOOST_TEST((out.text == text));
        }
    }
}

BOOST_AUTO_TEST_CASE(members_after_one_another_are_one_text) {
    BOOST_TEST((unpack(source(gzip("one,") + gzip("") + gzip("two"), 3)).text == "one,two"));
}

BOOST_AUTO_TEST_CASE(what_is_not_whole_gzip_is_a_fault) {
    const std::string packed = gzip(text);
    std::string wrong_sum = packed;
    wrong_sum[packed.size() - 5] = static_cast<char>(wrong_sum[packed.size() - 5] ^ 1);
    for (const std::string& bytes : {std::string(), std::string("id,device"), packed.substr(0, packed.size() - 1),
                                     packed.substr(0, 5), packed + "tail", wrong_sum}) {
        BOOST_TEST((unpack(source(bytes, 4096)).fault == Gunzip::Fault::broken));
    }
    BOOST_TEST((unpack(source(packed.substr(0, 100), 4096, true)).fault == Gunzip::Fault::source));
}

// 200 MiB of one byte pack to a thousandth. At most a mebibyte and a hundred times the input may come out, and one
// piece of 64 KiB more while that is found.
BOOST_AUTO_TEST_CASE(a_bomb_is_ended_early) {
    const std::string packed = gzip(std::string(size_t{200} << 20, 'a'));
    BOOST_TEST(packed.size() < 300'000U);
    const Unpacked out = unpack(source(packed, 4096));
    BOOST_TEST((out.fault == Gunzip::Fault::bomb));
    BOOST_TEST(out.text.size() <= (size_t{1} << 20) + 100 * packed.size() + 65536);
    // A bomb of bombs does not open either: what comes out once is not unpacked again.
    BOOST_TEST((unpack(source(gzip(packed), 4096)).text == packed));
}

// 4 MiB of one digit pass beside some 300 kB that hardly shrink: the ratio is that of the whole body so far.
BOOST_AUTO_TEST_CASE(what_shrinks_a_little_more_than_usual_passes) {
    std::string mixed = text;
    for (size_t i = 0; i < mixed.size(); i++) mixed[i] = static_cast<char>(mixed[i] ^ (i * 2654435761U >> 13));
    mixed += std::string(size_t{4} << 20, '0');
    BOOST_TEST((unpack(source(gzip(mixed), 4096)).text == mixed));
}

BOOST_AUTO_TEST_SUITE_END()
