// SPDX-License-Identifier: MIT
#include "core/base/sha256.h"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <string>
#include <vector>

using namespace samebill;

// Messages and digests of NIST's examples (FIPS 180-4, SHA256.pdf) and of its byte-oriented test vectors (CAVP).
BOOST_AUTO_TEST_SUITE(sha256)

BOOST_AUTO_TEST_CASE(short_messages_have_the_published_digests) {
    BOOST_TEST(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    BOOST_TEST(sha256_hex("\xd3") == "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1");
    BOOST_TEST(sha256_hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
                          "lmnopqrsmnopqrstnopqrstu") ==
               "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}

BOOST_AUTO_TEST_CASE(a_million_letters_a_in_uneven_parts_have_the_published_digest) {
    Sha256 sha;
    uint64_t left = 1'000'000;
    for (uint64_t part = 1; left > 0; part = part * 7 % 1009) {
        const uint64_t taken = part < left ? part : left;
        sha.update(std::string(taken, 'a'));
        left -= taken;
    }
    BOOST_TEST(sha.finish_hex() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

BOOST_AUTO_TEST_CASE(a_message_split_anywhere_has_the_same_digest) {
    std::string message;
    for (int i = 0; i < 200; ++i) message.push_back(static_cast<char>(i * 37));
    const std::string whole = sha256_hex(message);
    for (size_t split = 0; split <= message.size(); ++split) {
        Sha256 sha;
        sha.update(std::string_view(message).substr(0, split));
        sha.update(std::string_view(message).substr(split));
        BOOST_TEST(sha.finish_hex() == whole);
    }
}

BOOST_AUTO_TEST_CASE(the_form_of_this_machine_and_the_plain_form_agree) {
    std::vector<uint8_t> blocks(64 * 17);
    uint32_t seed = 1;
    for (auto& byte : blocks) {
        seed = seed * 1664525 + 1013904223;
        byte = static_cast<uint8_t>(seed >> 24);
    }
    for (uint64_t count = 0; count <= 17; ++count) {
        uint32_t plain[8] = {1, 2, 3, 4, 5, 6, 7, 8};
        uint32_t fast[8] = {1, 2, 3, 4, 5, 6, 7, 8};
        sha256_blocks_plain(plain, blocks.data(), count);
        sha256_blocks()(fast, blocks.data(), count);
        BOOST_TEST(std::memcmp(plain, fast, sizeof plain) == 0);
        BOOST_TEST((count == 0) == (plain[0] == 1));
    }
}

BOOST_AUTO_TEST_SUITE_END()
