// SPDX-License-Identifier: MIT
// Makes the fleets of the benchmarks: request.json and usage.csv in a folder, the same bytes for the same arguments.
// Integers only.
//   make_fleet FOLDER [--sessions N] [--devices N] [--months N] [--seed N] [--repeats N] [--simple] [--sorted]
//   [--digest]
//              [--ndjson | --inline]
// Months from 2026-03 on (1 unless said, 12 at most). Of the devices 90 in 100 are active all month on a monthly plan,
// half of these in pools; 5 go through provisioned and suspended stays with triggers; 2 are prepaid; 3 on an annual
// pooled plan. Records are shuffled within a day and 1 in --repeats (1000; 0: none) is repeated; with --sorted they
// come device by device instead.
// --simple: all devices active all month on two monthly plans, half of them in pools, without tiers and volume prices,
// so that SQL can express the whole bill; devices.csv names each device's plan and pool. --digest: with `inputs` on the
// bills. --ndjson: usage.ndjson instead of usage.csv; --inline: the sessions in the request.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Options {
    std::string folder;
    uint64_t sessions = 10'000'000;
    uint64_t devices = 100'000;
    uint64_t months = 1;
    uint64_t seed = 1;
    uint64_t repeats = 1000;
    bool simple = false;
    bool sorted = false;
    bool digest = false;
    bool ndjson = false;
    bool inlined = false;
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
    uint64_t below(uint64_t limit) {
        return static_cast<uint64_t>((static_cast<unsigned __int128>(next()) * limit) >> 64);
    }

private:
    uint64_t state_;
};

class Output {
public:
    explicit Output(const std::string& name) : file_(std::fopen(name.c_str(), "wb")) {
        if (file_ == nullptr) fail();
    }
    void add(std::string_view text) {
        buffer_ += text;
        if (buffer_.size() > 1 << 20) flush();
    }
    void end() {
        flush();
        if (std::fclose(file_) != 0) fail();
    }

private:
    [[noreturn]] static void fail() {
        std::fputs("make_fleet: cannot write\n", stderr);
        std::exit(1);
    }
    void flush() {
        if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) fail();
        buffer_.clear();
    }
    std::FILE* file_;
    std::string buffer_;
};

void put_digits(std::string& out, uint64_t value, int width) {
    char digits[20];
    for (int i = width; i-- > 0; value /= 10) digits[i] = static_cast<char>('0' + value % 10);
    out.append(digits, static_cast<size_t>(width));
}

std::string device_id(uint64_t device) {
    std::string id = "90128";
    put_digits(id, device * 7919 % 10'000'000'000, 10);
    return id;
}

// Months from 2026-03 on.
constexpr std::array<uint32_t, 12> month_days = {31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28};

uint32_t days_of(const Options& options) {
    uint32_t days = 0;
    for (uint64_t i = 0; i < options.months; ++i) days += month_days[i];
    return days;
}

void put_month(std::string& out, uint64_t month) {
    put_digits(out, 2026 + (month + 2) / 12, 4);
    out += '-';
    put_digits(out, (month + 2) % 12 + 1, 2);
}

void put_instant(std::string& out, uint32_t second) {
    uint32_t day = second / 86400;
    uint64_t month = 0;
    while (day >= month_days[month]) day -= month_days[month++];
    put_month(out, month);
    out += '-';
    put_digits(out, day + 1, 2);
    out += 'T';
    put_digits(out, second / 3600 % 24, 2);
    out += ':';
    put_digits(out, second / 60 % 60, 2);
    out += ':';
    put_digits(out, second % 60, 2);
    out += 'Z';
}

enum class Role { steady, pooled, staying, prepaid, annual };

Role role_of(const Options& options, uint64_t device) {
    const uint64_t part = device % 100;
    if (options.simple) return part < 50 ? Role::steady : Role::pooled;
    if (part < 45) return Role::steady;
    if (part < 90) return Role::pooled;
    if (part < 95) return Role::staying;
    if (part < 97) return Role::prepaid;
    return Role::annual;
}

std::string pool_of(uint64_t device) {
    return "pool-" + std::to_string(device / 2000);
}

constexpr const char* full_plans = R"([
{"id":"monthly-5","access_fee":{"amount":"1.50"},"fees":{"provisioning":"0.25","activation":"1.00","suspension":"0.50"},
 "included":{"data":"5 MB","sms":20},"overage":{"data":{"price":"0.10","per":"MB"},"sms":{"price":"0.02",
 "per":"message"},
 "voice":{"price":"0.06","per":"min"}},
 "provisioned":{"complimentary":{"data":"64 KB"},"triggers":{"data":"256 KB","sms":5,"voice":"2 min","days":20},
 "rates":{"data":{"price":"0.20","per":"MB"}}},
 "suspended":{"triggers":{"data":"128 KB","sms":2,"days":90},"rates":{"data":{"price":"0.20","per":"MB"}}},
 "terms":{"suspension_allowed":true}},
{"id":"monthly-pool","access_fee":{"amount":"1.75","volume":[{"from":1000,"amount":"1.60"},{"from":50000,
 "amount":"1.45"}]},
 "included":{"data":"4 MB","sms":10},"overage":{"data":{"per":"MB","tiers":[{"up_to":1000,
 "price":"0.09"},{"price":"0.07"}]},
 "sms":{"price":"0.02","per":"message"},"voice":{"price":"0.06","per":"min"}},"terms":{"pooling_allowed":true}},
{"id":"prepaid-10","kind":"prepaid","fees":{"activation":"0.50"},
 "prepaid_packs":[{"id":"pack-6","price":"3.00","data":"6 MB","sms":10,"voice":"10 min"}]},
{"id":"yearly-pool","access_fee":{"amount":"12.00","months":12},"included":{"data":"36 MB","sms":100},
 "overage":{"data":{"price":"0.08","per":"MB"},"sms":{"price":"0.02","per":"message"},
 "voice":{"price":"0.06","per":"min"}},
 "terms":{"pooling_allowed":true}}])";

// sql/ and contenders/script.mjs have the same figures.
constexpr const char* simple_plans = R"([
{"id":"monthly-5","access_fee":{"amount":"1.50"},"included":{"data":"5 MB","sms":7},
 "overage":{"data":{"price":"0.10","per":"MB"},"sms":{"price":"0.02","per":"message"},
 "voice":{"price":"0.06","per":"min"}}},
{"id":"monthly-pool","access_fee":{"amount":"1.75"},"included":{"data":"4 MB","sms":5},
 "overage":{"data":{"price":"0.09","per":"MB"},"sms":{"price":"0.02","per":"message"},
 "voice":{"price":"0.06","per":"min"}},
 "terms":{"pooling_allowed":true}}])";

void add_event(std::string& out, const char* at, const char* type, const std::string& device,
               const std::string& more = "") {
    if (out.back() != '[') out += ",\n";
    out += std::string("{\"at\":\"") + at + "\",\"type\":\"" + type + "\",\"device\":\"" + device + "\"" + more + "}";
}

void add_events(std::string& out, const Options& options, uint64_t index) {
    const std::string device = device_id(index);
    switch (const Role role = role_of(options, index)) {
        case Role::steady:
        case Role::pooled:
        case Role::annual: {
            const char* plan = role == Role::steady   ? ",\"plan\":\"monthly-5\""
                               : role == Role::pooled ? ",\"plan\":\"monthly-pool\""
                                                      : ",\"plan\":\"yearly-pool\"";
            add_event(out, "2026-01-10T08:00:00Z", "provision", device, plan);
            add_event(out, "2026-01-12T09:30:00Z", "activate", device);
            if (role == Role::steady) return;
            add_event(out, "2026-01-12T09:30:00Z", "set_group", device, ",\"group\":\"" + pool_of(index) + "\"");
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

void write_devices(const Options& options) {
    Output file(options.folder + "/devices.csv");
    file.add("device,plan,pool\n");
    for (uint64_t i = 0; i < options.devices; ++i) {
        const bool pooled = role_of(options, i) == Role::pooled;
        file.add(device_id(i) + (pooled ? ",monthly-pool," + pool_of(i) + "\n" : ",monthly-5,\n"));
    }
    file.end();
}

enum class Form { csv, ndjson };

void put_record(std::string& out, Form form, uint64_t number, uint64_t device, const Options& options, uint32_t day,
                Random& random) {
    const uint32_t start = day * 86400 + static_cast<uint32_t>(random.below(86400));
    const uint32_t length = static_cast<uint32_t>(random.below(120));
    const uint32_t last = days_of(options) * 86400 - 1;
    const uint64_t dice = random.below(100);
    const char* kind = dice < 90 ? "data" : dice < 96 ? "sms" : "voice";
    uint64_t quantity = dice < 90 ? random.below(120'000) : dice < 96 ? 1 : random.below(240);
    if (dice < 3) quantity = 0;
    const bool json = form == Form::ndjson;
    out += json ? "{\"id\":\"r" : "r";
    put_digits(out, number, 9);
    out += json ? "\",\"device\":\"" : ",";
    out += device_id(device);
    out += json ? "\",\"kind\":\"" : ",";
    out += kind;
    out += json ? "\",\"start\":\"" : ",";
    put_instant(out, start);
    out += json ? "\",\"end\":\"" : ",";
    put_instant(out, start + length > last ? last : start + length);
    out += json ? "\",\"quantity\":" : ",";
    out += std::to_string(quantity);
    if (json) out += '}';
}

void write_sessions(const Options& options, Form form, std::string_view between, Output& file) {
    Random random(options.seed);
    const uint32_t days = days_of(options);
    std::string line;
    for (uint64_t i = 0; i < options.sessions; ++i) {
        const bool repeated = options.repeats > 0 && i > 0 && i % options.repeats == options.repeats - 1;
        if (!repeated) {  // else the record before stands again, word for word
            line.clear();
            const uint64_t device =
                options.sorted ? i * options.devices / options.sessions : random.below(options.devices);
            const auto day = static_cast<uint32_t>(options.sorted ? random.below(days) : i * days / options.sessions);
            put_record(line, form, i, device, options, day, random);
        }
        if (i > 0) file.add(between);
        file.add(line);
    }
}

void write_request(const Options& options) {
    Output file(options.folder + "/request.json");
    file.add(
        "{\"schema\":\"samebill/request/1\",\"catalog\":{\"schema\":\"samebill/catalog/"
        "1\",\"id\":\"bench\",\"version\":\"1\","
        "\"currency\":\"USD\",\"plans\":");
    file.add(options.simple ? simple_plans : full_plans);
    file.add(
        ",\n\"taxes\":[{\"id\":\"vat\",\"name\":\"VAT\",\"jurisdiction\":\"XX\",\"rate\":\"0.19\","
        "\"categories\":[\"access\",\"one_off\",\"usage\",\"recurring\",\"prepaid\"]}]},\n"
        "\"account\":{\"schema\":\"samebill/account/1\",\"id\":\"fleet\",\"agreement\":{\"from\":\"2026-01-01\"},"
        "\"tax\":{\"jurisdictions\":[\"XX\"]},\"devices\":[");
    for (uint64_t i = 0; i < options.devices; ++i)
        file.add((i > 0 ? ",\n{\"id\":\"" : "{\"id\":\"") + device_id(i) + "\"}");
    file.add("]},\n\"events\":");
    std::string events = "[";
    for (uint64_t i = 0; i < options.devices; ++i) add_events(events, options, i);
    file.add(events);
    file.add("],\n\"usage\":[");
    if (options.inlined) write_sessions(options, Form::ndjson, ",\n", file);
    std::string end = "],\"from\":\"2026-03\",\"through\":\"";
    put_month(end, options.months - 1);
    file.add(end + "\",\"inputs_digest\":" + (options.digest ? "true}\n" : "false}\n"));
    file.end();
}

void write_usage(const Options& options) {
    Output file(options.folder + (options.ndjson ? "/usage.ndjson" : "/usage.csv"));
    if (!options.ndjson) file.add("id,device,kind,start,end,quantity\n");
    write_sessions(options, options.ndjson ? Form::ndjson : Form::csv, "\n", file);
    file.add("\n");
    file.end();
}

bool read_options(int argc, char** argv, Options& options) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        const auto number = [&] { return i + 1 < argc ? std::strtoull(argv[++i], nullptr, 10) : 0; };
        if (name == "--sessions")
            options.sessions = number();
        else if (name == "--devices")
            options.devices = number();
        else if (name == "--months")
            options.months = number();
        else if (name == "--seed")
            options.seed = number();
        else if (name == "--repeats")
            options.repeats = number();
        else if (name == "--simple")
            options.simple = true;
        else if (name == "--sorted")
            options.sorted = true;
        else if (name == "--digest")
            options.digest = true;
        else if (name == "--ndjson")
            options.ndjson = true;
        else if (name == "--inline")
            options.inlined = true;
        else if (name.starts_with("--") || !options.folder.empty())
            return false;
        else
            options.folder = name;
    }
    return !options.folder.empty() && options.devices > 0 && options.sessions > 0 && options.months > 0 &&
           options.months <= 12;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    if (!read_options(argc, argv, options)) {
        std::fputs(
            "make_fleet FOLDER [--sessions N] [--devices N] [--months 1-12] [--seed N] [--repeats N] [--simple] "
            "[--sorted] "
            "[--digest] [--ndjson | --inline]\n",
            stderr);
        return 2;
    }
    write_request(options);
    if (options.simple) write_devices(options);
    if (!options.inlined) write_usage(options);
    return 0;
}
