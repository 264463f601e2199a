// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/api.h"
#include "native-server/security/encoding.h"
#include "native-server/security/final_bill.h"
#include "native-server/security/random.h"
#include "native-server/security/secret_file.h"
#include "native-server/security/signing.h"

using namespace samebill::security;
namespace fs = std::filesystem;

namespace {

// A folder of its own, gone at the end.
struct Folder {
    Folder() : path(fs::temp_directory_path() / ("samebill-parts-" + random_base62(12))) {
        start();
        private_folder(path);
    }
    ~Folder() { fs::remove_all(path); }
    std::string in(const std::string& name) const { return path / name; }
    fs::path path;
};

// The inner bill is any document that states its digest; what is in it, the engine knows.
std::string some_bill(const std::string& period) {
    std::string bill = R"({"account":"acme","period":")" + period + R"(","schema":"samebill/bill/1"})";
    const std::string answer = samebill::digest(bill).text;
    const size_t at = answer.find("sha256:");
    return R"({"account":"acme","digest":")" + answer.substr(at, 71) + R"(","period":")" + period +
           R"(","schema":"samebill/bill/1"})";
}

FinalBill first_bill() {
    return {1, "example-net", "2026-04-01T06:00:00Z", "2026-05-01", "", some_bill("2026-03")};
}

std::string issue(const FinalBill& bill, const KeyRing& keys) {
    const std::string payload = payload_of(bill);
    return signed_document(payload, keys.sign(payload));
}

ReadFinalBill read_back(const std::string& document) {
    std::string why;
    auto read = read_final_bill(document, why);
    BOOST_REQUIRE_MESSAGE(read, why);
    return *read;
}

std::string fault_of(const std::string& document) {
    std::string why;
    return read_final_bill(document, why) ? "" : why;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    BOOST_REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(signing, Folder)

BOOST_AUTO_TEST_CASE(a_secret_that_others_can_read_is_refused) {
    write_secret(in("secret"), "quiet");
    BOOST_TEST(read_secret(in("secret")) == "quiet");
    for (const mode_t mode : {0640, 0604, 0620, 0602, 0610}) {
        BOOST_REQUIRE(::chmod(in("secret").c_str(), mode) == 0);
        BOOST_CHECK_THROW(read_secret(in("secret")), std::runtime_error);
    }
    BOOST_REQUIRE(::chmod(in("secret").c_str(), 0400) == 0);
    BOOST_TEST(read_secret(in("secret")) == "quiet");
    fs::create_symlink(in("secret"), in("link"));
    BOOST_CHECK_THROW(read_secret(in("link")), std::runtime_error);
    BOOST_CHECK_THROW(read_secret(in("absent")), std::runtime_error);
    BOOST_REQUIRE(::chmod(path.c_str(), 0750) == 0);
    BOOST_CHECK_THROW(private_folder(path), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_secret_is_made_once) {
    const std::string made = secret_of(in("seal"), 32);
    BOOST_TEST(made.size() == 32U);
    BOOST_TEST(secret_of(in("seal"), 32) == made);
    BOOST_CHECK_THROW(secret_of(in("seal"), 16), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(the_thumbprint_is_that_of_rfc_8037) {
    // RFC 8037, A.2 and A.3.
    const std::string x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const auto keys = read_jwks(R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":")" + x + R"("},{"kty":"RSA"}]})");
    BOOST_REQUIRE(keys);
    BOOST_REQUIRE(keys->size() == 1U);
    BOOST_TEST(keys->front().id == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    BOOST_TEST(!read_jwks(R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"mine","x":")" + x + R"("}]})"));
    BOOST_TEST(!read_jwks("[]"));
    BOOST_TEST(!read_jwks("{"));
}

BOOST_AUTO_TEST_CASE(what_is_signed_verifies_and_nothing_else_does) {
    const auto ring = KeyRing::open(in("keys"), 1000);
    const auto keys = read_jwks(ring->jwks()).value();
    const std::string jws = ring->sign("the bytes");
    BOOST_TEST((check_signature(keys, "the bytes", jws) == SignatureCheck::valid));
    BOOST_TEST((check_signature(keys, "the byteS", jws) == SignatureCheck::invalid));
    BOOST_TEST((check_signature({}, "the bytes", jws) == SignatureCheck::unknown_key));
    for (size_t at = 0; at < jws.size(); ++at) {
        std::string wrong = jws;
        wrong[at] = wrong[at] == 'A' ? 'B' : 'A';
        BOOST_TEST((check_signature(keys, "the bytes", wrong) != SignatureCheck::valid), "character " << at);
    }
    BOOST_TEST(key_of(jws) == ring->current());
    const std::string none = base64url(R"({"alg":"none","b64":false,"crit":["b64"],"kid":")" + ring->current() + "\"}");
    BOOST_TEST((check_signature(keys, "the bytes", none + "..") == SignatureCheck::malformed));
}

BOOST_AUTO_TEST_CASE(after_a_rotation_old_signatures_hold_and_old_keys_sign_no_more) {
    auto ring = KeyRing::open(in("keys"), 1000);
    const std::string first = ring->current();
    const std::string jws = ring->sign("before");
    const std::string second = ring->rotate(1000);
    BOOST_TEST(first != second);
    BOOST_TEST(key_of(ring->sign("after")) == second);
    BOOST_TEST(read_secret(in("keys/signing-" + first + ".json")).find("\"d\"") == std::string::npos);
    ring = KeyRing::open(in("keys"), 5000);
    BOOST_TEST(ring->current() == second);
    const auto keys = read_jwks(ring->jwks()).value();
    BOOST_TEST(keys.size() == 2U);
    BOOST_TEST((check_signature(keys, "before", jws) == SignatureCheck::valid));
}

BOOST_AUTO_TEST_CASE(a_damaged_or_readable_key_stops_the_start) {
    const std::string id = KeyRing::open(in("keys"), 1000)->current();
    const std::string file = in("keys/signing-" + id + ".json");
    const std::string sound = read_secret(file);
    BOOST_REQUIRE(::chmod(file.c_str(), 0644) == 0);
    BOOST_CHECK_THROW(KeyRing::open(in("keys"), 1000), std::runtime_error);
    BOOST_REQUIRE(::chmod(file.c_str(), 0600) == 0);
    for (size_t at = 0; at < sound.size(); ++at) {
        std::string wrong = sound;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        write_secret(file, wrong);
        // Either it is noticed, or it is a part that the key does not rest on.
        try {
            const auto ring = KeyRing::open(in("keys"), 1000);
            const auto keys = read_jwks(ring->jwks()).value();
            BOOST_TEST((check_signature(keys, "x", ring->sign("x")) == SignatureCheck::valid));
            BOOST_TEST(ring->current() == id, "byte " << at);
        } catch (const std::runtime_error&) {
        }
    }
    write_secret(file, "{}");
    BOOST_CHECK_THROW(KeyRing::open(in("keys"), 1000), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(nothing_rotates_while_the_keys_are_copied) {
    const auto ring = KeyRing::open(in("keys"), 1000);
    const auto files = [&] { return std::distance(fs::directory_iterator(in("keys")), fs::directory_iterator()); };
    std::thread rotating;
    ring->while_still([&](const std::string& folder) {
        BOOST_TEST(folder == in("keys"));
        rotating = std::thread([&] { ring->rotate(2000); });
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        BOOST_TEST(files() == 1);
    });
    rotating.join();
    BOOST_TEST(files() == 2);
}

BOOST_AUTO_TEST_CASE(a_final_bill_is_the_engines_bytes_with_a_number_and_a_signature) {
    const auto ring = KeyRing::open(in("keys"), 1000);
    const std::string document = issue(first_bill(), *ring);
    BOOST_TEST(document.starts_with("{\"bill\":" + some_bill("2026-03") + ",\"due_on\":\"2026-05-01\",\"issued_at\":"));
    BOOST_TEST(document.find(R"("issuer":"example-net","number":1,"previous":null,"schema":"samebill/final_bill/1",)"
                             R"("signature":")") != std::string::npos);
    const ReadFinalBill read = read_back(document);
    BOOST_TEST(read.bill.bill == some_bill("2026-03"));
    BOOST_TEST(signed_document(read.payload, read.signature) == document);
    BOOST_TEST(check_final_bill(read, read_jwks(ring->jwks()).value()).good());
    // In any layout.
    const std::string spaced =
        replaced(replaced(document, ",\"number\"", " ,\n\"number\" "), "{\"bill\":", "{ \"bill\" :\t");
    BOOST_TEST(check_final_bill(read_back(spaced), read_jwks(ring->jwks()).value()).good());
}

BOOST_AUTO_TEST_CASE(a_changed_member_breaks_the_signature) {
    const auto ring = KeyRing::open(in("keys"), 1000);
    const auto keys = read_jwks(ring->jwks()).value();
    const std::string document = issue(first_bill(), *ring);
    const auto check = [&](const std::string& from, const std::string& to) {
        return check_final_bill(read_back(replaced(document, from, to)), keys);
    };
    BOOST_TEST((check("2026-05-01", "2026-05-02").signature == SignatureCheck::invalid));
    BOOST_TEST((check("06:00:00", "06:00:01").signature == SignatureCheck::invalid));
    BOOST_TEST((check("example-net", "example-nex").signature == SignatureCheck::invalid));
    const FinalBillCheck changed = check("2026-03", "2026-02");
    BOOST_TEST((changed.signature == SignatureCheck::invalid));
    BOOST_TEST(!changed.digest);
}

BOOST_AUTO_TEST_CASE(every_bill_names_the_one_before) {
    const auto ring = KeyRing::open(in("keys"), 1000);
    const auto keys = read_jwks(ring->jwks()).value();
    const std::string one = issue(first_bill(), *ring);
    BOOST_TEST(chain_digest(one) == digest_of(one));
    FinalBill next = first_bill();
    next.number = 2;
    next.previous = chain_digest(one);
    next.bill = some_bill("2026-04");
    const std::string two = issue(next, *ring);
    BOOST_TEST(check_final_bill(read_back(two), keys, one).good());
    FinalBill other = first_bill();
    other.due_on = "2026-05-02";
    const auto replaced_first = check_final_bill(read_back(two), keys, issue(other, *ring));
    BOOST_TEST((replaced_first.signature == SignatureCheck::valid));
    BOOST_TEST(!replaced_first.chain.value());
    next.number = 3;
    BOOST_TEST(!check_final_bill(read_back(issue(next, *ring)), keys, one).chain.value());
    next.number = 2;
    next.issuer = "another";
    BOOST_TEST(!check_final_bill(read_back(issue(next, *ring)), keys, one).chain.value());
}

BOOST_AUTO_TEST_CASE(what_is_no_final_bill_is_said_to_be_none) {
    const auto ring = KeyRing::open(in("keys"), 1000);
    const std::string document = issue(first_bill(), *ring);
    BOOST_TEST(fault_of(document).empty());
    BOOST_TEST(fault_of("{").starts_with("is no JSON"));
    BOOST_TEST(fault_of("[]").starts_with("is no samebill/final_bill/1"));
    BOOST_TEST(fault_of(some_bill("2026-03")).starts_with("is no samebill/final_bill/1"));
    BOOST_TEST(fault_of(replaced(document, "\"number\":1", "\"number\":0")).starts_with("/number"));
    BOOST_TEST(fault_of(replaced(document, "\"number\":1", "\"number\":1.0")).starts_with("/number"));
    BOOST_TEST(fault_of(replaced(document, "\"number\":1", "\"number\":2")).starts_with("/previous"));
    BOOST_TEST(fault_of(replaced(document, "\"number\":1", "\"number\":1,\"number\":1")) == "has a member twice");
    BOOST_TEST(fault_of(replaced(document, "\"number\":1", "\"extra\":1,\"number\":1")).starts_with("has other"));
    BOOST_TEST(fault_of(replaced(document, "\"issuer\"", "\"issuers\"")).starts_with("lacks"));
    BOOST_TEST(fault_of(replaced(document, "example-net", "exam ple")).starts_with("/issuer"));
    BOOST_TEST(fault_of(replaced(document, "2026-05-01", "2026-5-01")).starts_with("/due_on"));
    BOOST_TEST(fault_of(replaced(document, "06:00:00Z", "06:00:00+01:00")).starts_with("/issued_at"));
    BOOST_TEST(fault_of(replaced(document, "samebill/bill/1", "samebill/bill/2")).starts_with("/bill"));
}

BOOST_AUTO_TEST_SUITE_END()
