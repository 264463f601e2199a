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

template <class Call>
CallResult call(const CallInputs& given, Table* table, Call function) {
    const std::string request = text_of(given.request);
    std::string rejects;
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
    CallResult result = plain(function(inputs));
    if (table != nullptr) result.rejects = string_of(rejects);
    return result;
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
