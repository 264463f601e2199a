// SPDX-License-Identifier: MIT
// Makes the fleet of the benchmarks: request.json and usage.csv (or usage.ndjson) in a folder, the same bytes for the same
// arguments. Integers only.
//   make_fleet FOLDER [--sessions N] [--devices N] [--seed N] [--ndjson] [--sorted]
// One month (2026-03). Of the devices 90 in 100 are active all month on a monthly plan, half of these in pools; 5 go through
// provisioned and suspended stays with triggers; 2 are prepaid; 3 on an annual pooled plan. Records are shuffled within a day
// and 1 in 1000 is repeated; with --sorted they come device by device instead.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

struct Options {
    std::string folder;
    uint64_t sessions = 10'000'000;
    uint64_t devices = 100'000;
    uint64_t seed = 1;
    bool ndjson = false;
    bool sorted = false;
};

class Random {  // splitmix64
public:
    explicit Random(uint64_t seed) : state_(seed) {}
    uint64_t next() {
        uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    uint64_t below(uint64_t limit) { return static_cast<uint64_t>((static_cast<unsigned __int128>(next()) * limit) >> 64); }

private:
    uint64_t state_;
};

enum class Role { steady, pooled, staying, prepaid, annual };

Role role_of(uint64_t device) {
    const uint64_t part = device % 100;
    if (part < 45) return Role::steady;
    if (part < 90) return Role::pooled;
    if (part < 95) return Role::staying;
    if (part < 97) return Role::prepaid;
    return Role::annual;
}

std::string device_id(uint64_t device) {
    char text[24];
    std::snprintf(text, sizeof text, "90128%010llu", static_cast<unsigned long long>(device * 7919 % 10'000'000'000));
    return text;
}

constexpr const char* catalog = R"({"schema":"samebill/catalog/1","id":"bench","version":"1","currency":"USD","plans":[
{"id":"monthly-5","access_fee":{"amount":"1.50"},"fees":{"provisioning":"0.25","activation":"1.00","suspension":"0.50"},
 "included":{"data":"5 MB","sms":20},"overage":{"data":{"price":"0.10","per":"MB"},"sms":{"price":"0.02","per":"message"},
 "voice":{"price":"0.06","per":"min"}},
 "provisioned":{"complimentary":{"data":"64 KB"},"triggers":{"data":"256 KB","sms":5,"voice":"2 min","days":20},
 "rates":{"data":{"price":"0.20","per":"MB"}}},
 "suspended":{"triggers":{"data":"128 KB","sms":2,"days":90},"rates":{"data":{"price":"0.20","per":"MB"}}},
 "terms":{"suspension_allowed":true}},
{"id":"monthly-pool","access_fee":{"amount":"1.75","volume":[{"from":1000,"amount":"1.60"},{"from":50000,"amount":"1.45"}]},
 "included":{"data":"4 MB","sms":10},"overage":{"data":{"per":"MB","tiers":[{"up_to":1000,"price":"0.09"},{"price":"0.07"}]},
 "sms":{"price":"0.02","per":"message"},"voice":{"price":"0.06","per":"min"}},"terms":{"pooling_allowed":true}},
{"id":"prepaid-10","kind":"prepaid","fees":{"activation":"0.50"},
 "prepaid_packs":[{"id":"pack-6","price":"3.00","data":"6 MB","sms":10,"voice":"10 min"}]},
{"id":"yearly-pool","access_fee":{"amount":"12.00","months":12},"included":{"data":"36 MB","sms":100},
 "overage":{"data":{"price":"0.08","per":"MB"},"sms":{"price":"0.02","per":"message"},"voice":{"price":"0.06","per":"min"}},
 "terms":{"pooling_allowed":true}}],
"taxes":[{"id":"vat","name":"VAT","jurisdiction":"XX","rate":"0.19","categories":["access","one_off","usage","recurring","prepaid"]}]})";

void add_event(std::string& out, const char* at, const char* type, const std::string& device, const char* more = "") {
    if (out.back() != '[') out += ",\n";
    out += std::string("{\"at\":\"") + at + "\",\"type\":\"" + type + "\",\"device\":\"" + device + "\"" + more + "}";
}

void add_events(std::string& out, uint64_t index) {
    const std::string device = device_id(index);
    const std::string group = ",\"group\":\"pool-" + std::to_string(index / 2000) + "\"";
    switch (role_of(index)) {
        case Role::steady:
        case Role::pooled:
        case Role::annual: {
            const Role role = role_of(index);
            const char* plan = role == Role::steady   ? ",\"plan\":\"monthly-5\""
                               : role == Role::pooled ? ",\"plan\":\"monthly-pool\""
                                                      : ",\"plan\":\"yearly-pool\"";
            add_event(out, "2026-01-10T08:00:00Z", "provision", device, plan);
            add_event(out, "2026-01-12T09:30:00Z", "activate", device);
            if (role != Role::steady) add_event(out, "2026-01-12T09:30:00Z", "set_group", device, group.c_str());
            return;
        }
        case Role::staying:
            add_event(out, "2026-03-02T10:00:00Z", "provision", device, ",\"plan\":\"monthly-5\"");
            add_event(out, "2026-03-18T12:00:00Z", "suspend", device);
            return;
        case Role::prepaid:
            add_event(out, "2026-02-20T10:00:00Z", "provision", device, ",\"plan\":\"prepaid-10\"");
            add_event(out, "2026-03-01T00:00:00Z", "buy_credits", device, ",\"pack\":\"pack-6\"");
            add_event(out, "2026-03-16T00:00:00Z", "buy_credits", device, ",\"pack\":\"pack-6\"");
            return;
    }
}

void write_request(const Options& options) {
    std::string out = "{\"schema\":\"samebill/request/1\",\"catalog\":";
    out += catalog;
    out += ",\n\"account\":{\"schema\":\"samebill/account/1\",\"id\":\"fleet\",\"agreement\":{\"from\":\"2026-01-01\"},"
           "\"tax\":{\"jurisdictions\":[\"XX\"]},\"devices\":[";
    for (uint64_t i = 0; i < options.devices; ++i) {
        if (i > 0) out += ",\n";
        out += "{\"id\":\"" + device_id(i) + "\"}";
    }
    out += "]},\n\"events\":[";
    for (uint64_t i = 0; i < options.devices; ++i) add_events(out, i);
    out += "],\n\"usage\":[],\"from\":\"2026-03\",\"through\":\"2026-03\",\"inputs_digest\":false}\n";
    std::FILE* file = std::fopen((options.folder + "/request.json").c_str(), "wb");
    if (file == nullptr || std::fwrite(out.data(), 1, out.size(), file) != out.size()) std::exit(1);
    std::fclose(file);
}

void put_instant(char* out, uint32_t second_of_month) {
    std::snprintf(out, 24, "2026-03-%02uT%02u:%02u:%02uZ", second_of_month / 86400 + 1, second_of_month / 3600 % 24,
                  second_of_month / 60 % 60, second_of_month % 60);
}

int put_record(char* out, size_t room, const Options& options, uint64_t number, uint64_t device, uint32_t day, Random& random) {
    const uint32_t start = day * 86400 + static_cast<uint32_t>(random.below(86400));
    const uint32_t length = static_cast<uint32_t>(random.below(120));
    const uint32_t last = 31 * 86400 - 1;
    const uint64_t dice = random.below(100);
    const char* kind = dice < 90 ? "data" : dice < 96 ? "sms" : "voice";
    uint64_t quantity = dice < 90 ? random.below(120'000) : dice < 96 ? 1 : random.below(240);
    if (dice < 3) quantity = 0;
    char from[24];
    char until[24];
    put_instant(from, start);
    put_instant(until, start + length > last ? last : start + length);
    const char* form = options.ndjson ? "{\"id\":\"r%09llu\",\"device\":\"%s\",\"kind\":\"%s\",\"start\":\"%s\",\"end\":\"%s\",\"quantity\":%llu}\n"
                                      : "r%09llu,%s,%s,%s,%s,%llu\n";
    return std::snprintf(out, room, form, static_cast<unsigned long long>(number), device_id(device).c_str(), kind, from,
                         until, static_cast<unsigned long long>(quantity));
}

void write_usage(const Options& options) {
    std::FILE* file = std::fopen((options.folder + (options.ndjson ? "/usage.ndjson" : "/usage.csv")).c_str(), "wb");
    if (file == nullptr) std::exit(1);
    std::vector<char> buffer(1 << 20);
    std::setvbuf(file, buffer.data(), _IOFBF, buffer.size());
    if (!options.ndjson) std::fputs("id,device,kind,start,end,quantity\n", file);
    Random random(options.seed);
    char line[256];
    int length = 0;
    for (uint64_t i = 0; i < options.sessions; ++i) {
        if (i % 1000 != 999 || length == 0) {
            const uint64_t device = options.sorted ? i * options.devices / options.sessions : random.below(options.devices);
            const auto day = static_cast<uint32_t>(options.sorted ? random.below(31) : i * 31 / options.sessions);
            length = put_record(line, sizeof line, options, i, device, day, random);
        }  // else the record before is repeated, word for word
        if (std::fwrite(line, 1, static_cast<size_t>(length), file) != static_cast<size_t>(length)) std::exit(1);
    }
    if (std::fclose(file) != 0) std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const auto number = [&] { return i + 1 < argc ? std::strtoull(argv[++i], nullptr, 10) : 0; };
        if (std::strcmp(argv[i], "--sessions") == 0) options.sessions = number();
        else if (std::strcmp(argv[i], "--devices") == 0) options.devices = number();
        else if (std::strcmp(argv[i], "--seed") == 0) options.seed = number();
        else if (std::strcmp(argv[i], "--ndjson") == 0) options.ndjson = true;
        else if (std::strcmp(argv[i], "--sorted") == 0) options.sorted = true;
        else options.folder = argv[i];
    }
    if (options.folder.empty() || options.devices == 0) {
        std::fputs("make_fleet FOLDER [--sessions N] [--devices N] [--seed N] [--ndjson] [--sorted]\n", stderr);
        return 2;
    }
    write_request(options);
    write_usage(options);
    return 0;
}
