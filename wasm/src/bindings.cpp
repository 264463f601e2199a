// SPDX-License-Identifier: MIT
#include "wasm/src/bindings.h"

#include <emscripten/bind.h>
#include <emscripten/val.h>

// The Embind shell over core/api.h. `dist/index.js` gives it its public shape; the names here are not public.

namespace {

using namespace shell;

struct CallInputs {
    Document request = Document::undefined();
    std::string from;
    std::string through;
    bool own_records_only = false;
    bool rejects_fail = false;
};

// A usage table that is fed through a buffer in the module's memory: JavaScript copies a chunk in with one `set`.
class Table {
public:
    void begin(const std::string& format, const std::string& name) {
        table_.begin(format == "ndjson" ? samebill::UsageTable::Format::ndjson : samebill::UsageTable::Format::csv,
                     name);
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
    emscripten::val rejects() const { return string_of(table_.rejects()); }
    emscripten::val unclaimed() const { return string_of(table_.unclaimed()); }
    samebill::UsageTable& inner() { return table_; }

private:
    samebill::UsageTable table_;
    std::string chunk_;
};

// `rejects` is filled when a table is billed.
template <class Call>
samebill::Outcome outcome_of(const CallInputs& given, Table* table, std::string& rejects, Call function) {
    const std::string request = text_of(given.request);
    samebill::Inputs inputs;
    inputs.request = request;
    inputs.from = given.from;
    inputs.through = given.through;
    inputs.own_records_only = given.own_records_only;
    inputs.rejects_fail = given.rejects_fail;
    if (table != nullptr) {
        inputs.table = &table->inner();
        inputs.rejects = &rejects;
    }
    return function(inputs);
}

template <class Call>
CallResult call(const CallInputs& given, Table* table, Call function) {
    std::string rejects;
    CallResult result = plain(outcome_of(given, table, rejects, function));
    if (table != nullptr) result.rejects = string_of(rejects);
    return result;
}

// A result whose digests JavaScript computes: the platform's SHA-256 has the processor's instructions, and threads.
class OpenResult {
public:
    OpenResult(const CallInputs& given, Table* table) {
        outcome_ = outcome_of(given, table, rejects_, [&](samebill::Inputs& inputs) {
            inputs.open_digests = &digests_;
            return samebill::run(inputs);
        });
    }
    bool ok() const { return outcome_.ok; }
    // Bytes in the module's memory: they stay until anything else runs in it.
    emscripten::val text() const { return bytes_of(outcome_.text); }
    emscripten::val rejects() const { return string_of(rejects_); }
    // Of every document `begin`, `end` and `at`, one after the other.
    emscripten::val digests() const {
        emscripten::val places = emscripten::val::array();
        for (const samebill::OpenDigest& digest : digests_) {
            for (const uint64_t place : {digest.begin, digest.end, digest.at})
                places.call<void>("push", static_cast<double>(place));
        }
        return places;
    }
    std::string digest_begin() const { return std::string(samebill::digest_begin); }
    std::string digest_end() const { return std::string(samebill::digest_end); }

private:
    samebill::Outcome outcome_;
    std::string rejects_;
    std::vector<samebill::OpenDigest> digests_;
};

OpenResult* run_open(const CallInputs& given, Table* table) {
    return new OpenResult(given, table);
}

CallResult run(const CallInputs& given, Table* table) {
    return call(given, table, [](const samebill::Inputs& inputs) { return samebill::run(inputs); });
}
CallResult correct(const CallInputs& given, Table* table, const Document& issued) {
    return call(given, table,
                [&](const samebill::Inputs& inputs) { return samebill::correct(inputs, text_of(issued)); });
}
CallResult explain(const CallInputs& given, Table* table, const std::string& month, int line) {
    return call(given, table, [&](const samebill::Inputs& inputs) { return samebill::explain(inputs, month, line); });
}
CallResult verify(const CallInputs& given, Table* table, const Document& bill) {
    return call(given, table, [&](const samebill::Inputs& inputs) { return samebill::verify(inputs, text_of(bill)); });
}
CallResult terms(const Document& request) {
    return plain(samebill::terms(text_of(request)));
}
CallResult check(const Document& document) {
    return plain(samebill::check(text_of(document)));
}
CallResult assign(const CallInputs& given, Table* table) {
    return call(given, table, [](const samebill::Inputs& inputs) { return samebill::assign(inputs); });
}
CallResult compare(const Document& comparison) {
    return plain(samebill::compare(text_of(comparison)));
}
CallResult compare_from_table(const Document& comparison, Table& table) {
    return plain(samebill::compare(text_of(comparison), &table.inner()));
}
CallResult expand(const Document& scenario) {
    return plain(samebill::expand(text_of(scenario)));
}
CallResult expand_from_table(const Document& scenario, Table& table) {
    return plain(samebill::expand(text_of(scenario), &table.inner()));
}
CallResult quote_check(const Document& check) {
    return plain(samebill::quote_check(text_of(check)));
}
CallResult quote_from_table(const Document& scenario, Table& table) {
    return plain(samebill::quote(text_of(scenario), &table.inner()));
}

}  // namespace

EMSCRIPTEN_BINDINGS(samebill) {
    using namespace emscripten;
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
    class_<OpenResult>("OpenResult")
        .function("ok", &OpenResult::ok)
        .function("text", &OpenResult::text)
        .function("rejects", &OpenResult::rejects)
        .function("digests", &OpenResult::digests)
        .function("digest_begin", &OpenResult::digest_begin)
        .function("digest_end", &OpenResult::digest_end);
    function("run_open", &run_open, allow_raw_pointers());
    function("run", &run, allow_raw_pointers());
    function("correct", &correct, allow_raw_pointers());
    function("explain", &explain, allow_raw_pointers());
    function("verify", &verify, allow_raw_pointers());
    function("terms", &terms);
    function("check", &check);
    function("quote_check", &quote_check);
    function("quote_from_table", &quote_from_table);
    function("expand", &expand);
    function("expand_from_table", &expand_from_table);
    function("compare", &compare);
    function("compare_from_table", &compare_from_table);
    function("assign", &assign, allow_raw_pointers());
}
