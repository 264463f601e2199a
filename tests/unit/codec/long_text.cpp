// SPDX-License-Identifier: MIT
#include "core/codec/long_text.h"

#include <boost/test/unit_test.hpp>

#include "core/base/sha256.h"
#include "tests/unit/support/jobs.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(long_text)

namespace {

// Two lists with the digest between them, as its pieces and, worked out plainly, as a whole without the digest.
struct Sample {
    LongText text;
    std::string before = "{\"a\":[";
    std::string after;
};

Sample sample_of(size_t count) {
    Sample sample;
    const auto rows = [](CanonicalWriter& writer, size_t first, size_t last) {
        for (size_t i = first; i < last; ++i) {
            if (i > 0) writer.canonical(",");
            writer.begin_object();
            writer.member("n");
            writer.integer(static_cast<int64_t>(i));
            writer.end_object();
        }
    };
    std::string list;
    for (size_t i = 0; i < count; ++i) list += (i > 0 ? ",{\"n\":" : "{\"n\":") + std::to_string(i) + "}";
    sample.text.fixed(sample.before);
    sample.text.rows(count, rows);
    sample.text.fixed("]");
    sample.text.digest();
    sample.text.fixed(",\"e\":[");
    sample.text.rows(count, rows);
    sample.text.fixed("]}");
    sample.before += list + "]";
    sample.after = ",\"e\":[" + list + "]}";
    return sample;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_bytes_and_the_digest_do_not_depend_on_the_parts_or_their_order) {
    const RunJobs last_first = backwards();
    for (const size_t count : {size_t{0}, size_t{1}, size_t{1023}, size_t{1024}, size_t{1025}, size_t{40'000}}) {
        const Sample sample = sample_of(count);
        const std::string digest = "sha256:" + sha256_hex(sample.before + sample.after);
        const std::string due = sample.before + ",\"digest\":\"" + digest + "\"" + sample.after;
        for (const RunJobs* jobs : {static_cast<const RunJobs*>(nullptr), &last_first}) {
            std::string out = "[";
            BOOST_TEST_CONTEXT(count << (jobs == nullptr ? "" : " in jobs")) {
                BOOST_TEST(sample.text.write(out, 4, {jobs}) == digest);
                BOOST_TEST((out == "[" + due));
                std::vector<OpenDigest> open;
                out = "[";
                BOOST_TEST(sample.text.write(out, 4, {jobs, &open}) == "");
                BOOST_TEST((out == "[" + sample.before + sample.after));
                BOOST_TEST_REQUIRE(open.size() == 1);
                BOOST_TEST(open[0].begin == 1);
                BOOST_TEST(open[0].end == out.size());
                BOOST_TEST(open[0].at == 1 + sample.before.size());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
