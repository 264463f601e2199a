// SPDX-License-Identifier: MIT
#include "native-server/runs/texts.h"

#include <array>

#include "core/base/assert.h"
#include "core/codec/canonical_writer.h"
#include "native-server/store/failure.h"

namespace samebill::runs {

namespace {

constexpr const char* broken_rows = "stored usage is no list of records";

}  // namespace

std::string sessions_json(std::string_view csv_rows) {
    std::string out;
    CanonicalWriter writer = CanonicalWriter::of_rows(out);
    while (!csv_rows.empty()) {
        const size_t end = csv_rows.find('\n');
        if (end == std::string_view::npos) throw store::Damaged(broken_rows);
        std::array<std::string_view, 6> fields;
        std::string_view row = csv_rows.substr(0, end);
        csv_rows.remove_prefix(end + 1);
        for (size_t i = 0; i < fields.size(); ++i) {
            const size_t comma = i + 1 < fields.size() ? row.find(',') : row.size();
            if (comma == std::string_view::npos) throw store::Damaged(broken_rows);
            fields[i] = row.substr(0, comma);
            row.remove_prefix(i + 1 < fields.size() ? comma + 1 : comma);
        }
        writer.element();
        writer.begin_object();
        writer.member("device");
        writer.string(fields[1]);
        writer.member("end");
        writer.string(fields[4]);
        writer.member("id");
        writer.string(fields[0]);
        writer.member("kind");
        writer.string(fields[2]);
        writer.member("quantity");
        writer.canonical(fields[5]);
        writer.member("start");
        writer.string(fields[3]);
        writer.end_object();
    }
    return writer.take();
}

ResultParts result_parts(std::string_view result) {
    constexpr std::string_view head = R"({"bills":[)";
    constexpr std::string_view middle = R"(],"closing":)";
    constexpr std::string_view tail = R"(,"schema":"samebill/result/1"})";
    const size_t at = result.rfind(middle);
    SAMEBILL_ASSERT(result.starts_with(head) && result.ends_with(tail) && at != std::string_view::npos);
    const size_t closing = at + middle.size();
    return {result.substr(head.size(), at - head.size()),
            result.substr(closing, result.size() - tail.size() - closing)};
}

std::string_view bill_member(std::string_view bill, std::string_view name) {
    const std::string opening = "\"" + std::string(name) + "\":\"";
    const size_t at = bill.find(opening);
    if (at == std::string_view::npos) return {};
    const size_t begin = at + opening.size();
    return bill.substr(begin, bill.find('"', begin) - begin);
}

std::string without_digest(std::string_view bill) {
    constexpr std::string_view name = R"("digest":"sha256:)";
    constexpr size_t member = name.size() + 64 + 2;  // the closing quotation mark, and a comma
    const size_t at = bill.find(name);
    if (at == std::string_view::npos || bill.size() <= at + member) return {};
    std::string out(bill.substr(0, at));
    out += bill.substr(at + member);
    return out;
}

}  // namespace samebill::runs
