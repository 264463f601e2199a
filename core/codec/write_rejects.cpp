// SPDX-License-Identifier: MIT
#include "core/codec/write_rejects.h"

#include "core/codec/canonical_writer.h"

namespace samebill {

namespace {

void write_reject(CanonicalWriter& writer, const Reject& reject) {
    writer.begin_object();
    writer.member("code");
    writer.plain(reject.code);
    writer.member("column");
    writer.integer(reject.column);
    if (!reject.file.empty()) {
        writer.member("file");
        writer.string(reject.file);
    }
    writer.member("line");
    writer.integer(reject.line);
    writer.member("message");
    writer.string(reject.message);
    writer.member("record");
    writer.integer(reject.record);
    writer.member("text");
    writer.string(reject.text);
    writer.end_object();
}

}  // namespace

std::string write_rejects(const Rejects& rejects) {
    std::string text;
    CanonicalWriter writer(text);
    writer.begin_object();
    writer.member("counts");
    writer.begin_array();
    for (const auto& [code, count] : rejects.counts) {
        writer.element();
        writer.begin_object();
        writer.member("code");
        writer.plain(code);
        writer.member("count");
        writer.integer(count);
        writer.end_object();
    }
    writer.end_array();
    writer.member("records");
    writer.integer(rejects.records);
    writer.member("rejected");
    writer.integer(rejects.rejected);
    writer.member("rejects");
    writer.begin_array();
    for (const Reject& reject : rejects.first) {
        writer.element();
        write_reject(writer, reject);
    }
    writer.end_array();
    writer.member("schema");
    writer.plain("samebill/rejects/1");
    writer.end_object();
    return text;
}

}  // namespace samebill
