// SPDX-License-Identifier: MIT
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <string>

#include "core/api.h"

// The Embind shell over core/api.h: strings and numbers only, no 64-bit integers, nothing thrown. `dist/index.js`
// gives it its public shape; the names here are not public.

namespace {

using samebill::UsageTable;

struct CallResult {
    bool ok = false;
    std::string text;
    std::string rejects;  // samebill/rejects/1 when a table was billed, else empty
};

struct CallInputs {
    std::string request;
    std::string from;
    std::string through;
    bool own_records_only = false;
    bool rejects_fail = false;
};

// A usage table that is fed through a buffer in the module's memory: JavaScript copies a chunk in with one `set`.
class Table {
public:
    void begin(const std::string& format, const std::string& name) {
        table_.begin(format == "ndjson" ? UsageTable::Format::ndjson : UsageTable::Format::csv, name);
    }
    emscripten::val buffer(unsigned size) {
        if (chunk_.size() < size) chunk_.resize(size);
        return emscripten::val(emscripten::typed_memory_view(size, reinterpret_cast<unsigned char*>(chunk_.data())));
    }
    void feed(unsigned size) { table_.feed(std::string_view(chunk_).substr(0, size)); }
    void end() { table_.end(); }
    void seal() { table_.seal(); }
    double records() const { return static_cast<double>(table_.records()); }
    double rejected() const { return static_cast<double>(table_.rejected()); }
    double bytes() const { return static_cast<double>(table_.bytes()); }
    std::string rejects() const { return table_.rejects(); }
    std::string unclaimed() const { return table_.unclaimed(); }
    UsageTable& inner() { return table_; }

private:
    UsageTable table_;
    std::string chunk_;
};

template <class Call>
CallResult call(const CallInputs& given, Table* table, Call function) {
    CallResult result;
    samebill::Inputs inputs;
    inputs.request = given.request;
    inputs.from = given.from;
    inputs.through = given.through;
    inputs.own_records_only = given.own_records_only;
    inputs.rejects_fail = given.rejects_fail;
    if (table != nullptr) {
        inputs.table = &table->inner();
        inputs.rejects = &result.rejects;
    }
    samebill::Outcome outcome = function(inputs);
    result.ok = outcome.ok;
    result.text = std::move(outcome.text);
    return result;
}

CallResult plain(samebill::Outcome outcome) { return {outcome.ok, std::move(outcome.text), {}}; }

CallResult run(const CallInputs& given, Table* table) {
    return call(given, table, [](const samebill::Inputs& inputs) { return samebill::run(inputs); });
}
CallResult correct(const CallInputs& given, Table* table, const std::string& issued) {
    return call(given, table, [&](const samebill::Inputs& inputs) { return samebill::correct(inputs, issued); });
}
CallResult explain(const CallInputs& given, Table* table, const std::string& month, int line) {
    return call(given, table, [&](const samebill::Inputs& inputs) { return samebill::explain(inputs, month, line); });
}
CallResult verify(const CallInputs& given, Table* table, const std::string& bill) {
    return call(given, table, [&](const samebill::Inputs& inputs) { return samebill::verify(inputs, bill); });
}
CallResult terms(const std::string& request) { return plain(samebill::terms(request)); }
CallResult check(const std::string& document) { return plain(samebill::check(document)); }
CallResult digest(const std::string& document) { return plain(samebill::digest(document)); }
std::string rules_version() { return std::string(samebill::rules_version); }

}  // namespace

EMSCRIPTEN_BINDINGS(samebill) {
    using namespace emscripten;
    value_object<CallResult>("CallResult")
        .field("ok", &CallResult::ok)
        .field("text", &CallResult::text)
        .field("rejects", &CallResult::rejects);
    value_object<CallInputs>("CallInputs")
        .field("request", &CallInputs::request)
        .field("from", &CallInputs::from)
        .field("through", &CallInputs::through)
        .field("own_records_only", &CallInputs::own_records_only)
        .field("rejects_fail", &CallInputs::rejects_fail);
    class_<Table>("Table")
        .constructor<>()
        .function("begin", &Table::begin)
        .function("buffer", &Table::buffer)
        .function("feed", &Table::feed)
        .function("end", &Table::end)
        .function("seal", &Table::seal)
        .function("records", &Table::records)
        .function("rejected", &Table::rejected)
        .function("bytes", &Table::bytes)
        .function("rejects", &Table::rejects)
        .function("unclaimed", &Table::unclaimed);
    function("run", &run, allow_raw_pointers());
    function("correct", &correct, allow_raw_pointers());
    function("explain", &explain, allow_raw_pointers());
    function("verify", &verify, allow_raw_pointers());
    function("terms", &terms);
    function("check", &check);
    function("digest", &digest);
    function("rules_version", &rules_version);
}
