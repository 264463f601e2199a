// SPDX-License-Identifier: MIT
#include "core/codec/write_expansion.h"

#include "core/base/assert.h"
#include "core/codec/canonical.h"
#include "core/codec/canonical_writer.h"
#include "core/codec/reader.h"

namespace samebill {

namespace {

class ExpansionWriter {
public:
    ExpansionWriter(const Json& scenario, const Expansion& expansion, std::string& out)
        : scenario_(scenario), expansion_(expansion), request_(expansion.request), writer_(out) {}

    void write() {
        writer_.begin_object();
        writer_.member("account");
        write_account();
        writer_.member("catalog");
        as_given(*find_member(scenario_, "catalog"));
        writer_.member("events");
        writer_.begin_array();
        for (const Event& event : request_.events) write_event(event);
        writer_.end_array();
        writer_.member("from");
        writer_.month(request_.from);
        writer_.member("inputs_digest");
        writer_.boolean(false);
        writer_.member("schema");
        writer_.plain("samebill/request/1");
        writer_.member("through");
        writer_.month(request_.through);
        writer_.member("usage");
        writer_.begin_array();
        for (const Device& device : request_.account.devices) write_sessions(device.id);
        writer_.end_array();
        writer_.end_object();
    }

private:
    void as_given(const Json& json) { writer_.canonical(*canonical_form(json)); }
    void device(Index index) { writer_.plain(request_.account.devices[index].id); }

    // The members in sorted order: `devices` takes the place of the empty list, which may be left out.
    void write_account() {
        const Json& account = *find_member(scenario_, "account");
        writer_.begin_object();
        const auto given = [&](const char* name, auto write_name) {
            const Json* json = find_member(account, name);
            if (json == nullptr) return;
            write_name();
            as_given(*json);
        };
        given("agreement", [&] { writer_.member("agreement"); });
        writer_.member("devices");
        writer_.begin_array();
        for (Index i = 0; i < request_.account.devices.size(); ++i) write_device(i);
        writer_.end_array();
        given("id", [&] { writer_.member("id"); });
        given("name", [&] { writer_.member("name"); });
        given("pricing_attachments", [&] { writer_.member("pricing_attachments"); });
        given("schema", [&] { writer_.member("schema"); });
        given("tax", [&] { writer_.member("tax"); });
        writer_.end_object();
    }

    void write_device(Index index) {
        const Device& device = request_.account.devices[index];
        const Json& cohort = find_member(scenario_, "cohorts")->elements()[expansion_.cohort_of[index]];
        writer_.element();
        writer_.begin_object();
        if (!device.carrier_technology.empty()) {
            writer_.member("carrier_technology");
            writer_.string(device.carrier_technology);
        }
        writer_.member("id");
        writer_.plain(device.id);
        if (!device.service_area.empty()) {
            writer_.member("service_area");
            writer_.string(device.service_area);
        }
        if (const Json* product = find_member(cohort, "sim_product")) {
            writer_.member("sim_product");
            writer_.plain(product->text());
        }
        writer_.end_object();
    }

    void write_event(const Event& event) {
        writer_.element();
        writer_.begin_object();
        writer_.member("at");
        writer_.instant(event.at);
        writer_.member("device");
        device(event.device);
        if (event.type == EventType::set_group) {
            writer_.member("group");
            writer_.plain(request_.groups[event.group]);
        } else if (event.type == EventType::buy_credits) {
            writer_.member("pack");
            writer_.plain(event.pack);
        } else if (event.plan != no_index) {
            writer_.member("plan");
            writer_.plain(request_.catalog.plans[event.plan].id);
        }
        writer_.member("type");
        writer_.plain(name_of(event.type));
        writer_.end_object();
    }

    void write_sessions(const std::string& id) {
        const SessionTable& sessions = expansion_.sessions;
        const uint32_t device = sessions.find_device(id);
        if (device == UINT32_MAX) return;
        const auto range = sessions.sessions_of(device);
        for (uint64_t at = range.begin; at < range.end; ++at) {
            const Session session = sessions.session(at);
            writer_.element();
            writer_.begin_object();
            writer_.member("device");
            writer_.plain(id);
            writer_.member("end");
            writer_.instant(session.end);
            writer_.member("id");
            writer_.plain(sessions.record_id(session.record));
            writer_.member("kind");
            writer_.plain(name_of(session.kind));
            writer_.member("quantity");
            writer_.integer(session.quantity);
            writer_.member("start");
            writer_.instant(session.start);
            writer_.end_object();
        }
    }

    const Json& scenario_;
    const Expansion& expansion_;
    const Request& request_;
    CanonicalWriter writer_;
};

}  // namespace

std::string write_expansion(std::string_view scenario_text, const Expansion& expansion) {
    Document document;
    ProblemList problems;
    const bool sound = parse_json(scenario_text, document, problems);
    SAMEBILL_ASSERT(sound);
    std::string text;
    ExpansionWriter(document.root, expansion, text).write();
    return text;
}

}  // namespace samebill
