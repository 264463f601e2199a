// SPDX-License-Identifier: MIT
#include "native-server/cli/command_line.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <functional>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include "core/api.h"
#include "native-server/cli/commands.h"
#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/serve.h"
#include "native-server/text/words.h"
#include "native-server/version.h"

namespace samebill::cli {

namespace {

// What the command line asks for, filled by CLI11.
struct CommandLine {
    CLI::App app{"Bills for connected devices: the same bytes here, in the browser and on the server.", "samebill"};
    std::string format;
    Options options;
    ServeOptions serve;
    std::function<int()> run;
};

std::string not_empty(const std::string& value) {
    return value.empty() ? "is empty" : "";
}

// An empty name stands for the default, which depends on where the output goes.
Format format_of(const std::string& name) {
    if (name.empty()) return ::isatty(STDOUT_FILENO) == 1 ? Format::text : Format::json;
    return name == "csv" ? Format::csv : name == "text" ? Format::text : Format::json;
}

void add_format(CLI::App& command, CommandLine& line, bool with_csv) {
    std::vector<std::string> names = {"json", "text"};
    if (with_csv) names.push_back("csv");
    command.add_option("--format", line.format, "the form of the output; json unless stdout is a terminal")
        ->check(CLI::IsMember(names).description(""))
        ->option_text(with_csv ? "json|text|csv" : "json|text");
}

CLI::Option* add_request(CLI::App& command, Options& options) {
    return command.add_option("REQUEST", options.request, "samebill/request/1; - is standard input")
        ->required()
        ->check(not_empty, "");
}

void add_usage(CLI::App& command, Options& options) {
    command
        .add_option("--usage", options.usage, "usage records beside the request: .csv, .ndjson or .jsonl; repeatable")
        ->option_text("FILE")
        ->check(not_empty, "");
    command.add_option("--rejects", options.rejects, "write the usage records left out, as samebill/rejects/1")
        ->option_text("FILE")
        ->check(not_empty, "");
    command.add_flag("--fail-on-rejects", options.fail_on_rejects, "no bill if any usage record is left out");
}

void add_sampled_usage(CLI::App& command, Options& options) {
    command
        .add_option("--usage", options.usage, "records that cohorts sample: .csv, .ndjson or .jsonl; repeatable")
        ->option_text("FILE")
        ->check(not_empty, "");
}

void add_months(CLI::App& command, Options& options) {
    command.add_option("--from", options.from, "first month, instead of the request's")
        ->option_text("YYYY-MM")
        ->check(not_empty, "");
    command.add_option("--through", options.through, "last month, instead of the request's")
        ->option_text("YYYY-MM")
        ->check(not_empty, "");
}

CLI::App& add_command(CommandLine& line, const std::string& name, const std::string& help,
                      int (*command)(const Options&)) {
    CLI::App& out = *line.app.add_subcommand(name, help);
    out.callback([&line, command] { line.run = [&line, command] { return command(line.options); }; });
    return out;
}

void add_bill_commands(CommandLine& line) {
    Options& options = line.options;
    CLI::App& bill_command = add_command(line, "bill", "Compute bills", bill);
    add_request(bill_command, options);
    add_usage(bill_command, options);
    bill_command
        .add_flag("--sorted", options.sorted,
                  "the usage is sorted by device id, byte by byte: bill device by device, in memory that does not grow "
                  "with it (ids are compared within a device)")
        ->needs("--usage");
    add_months(bill_command, options);
    add_format(bill_command, line, true);

    CLI::App& correct_command =
        add_command(line, "correct", "Set issued bills against what complete inputs come to", correct);
    add_request(correct_command, options);
    correct_command.add_option("ISSUED", options.issued, "the issued bills: a result, a bill, or an array of bills")
        ->required();
    add_usage(correct_command, options);
    add_months(correct_command, options);
    add_format(correct_command, line, false);

    CLI::App& verify_command =
        add_command(line, "verify",
                    "Compute a bill anew and compare; check a final bill's signature (exit 2 if it differs)", verify);
    verify_command.add_option("BILL", options.issued, "a bill, a result with one bill, or a final bill")->required();
    add_request(verify_command, options)->required(false);
    add_usage(verify_command, options);
    verify_command.add_option("--keys", options.keys, "JWK set of the issuer, for a final bill")
        ->option_text("FILE")
        ->check(not_empty, "");
    verify_command.add_option("--previous", options.previous, "the issuer's final bill with the number before")
        ->option_text("FILE")
        ->check(not_empty, "");
    add_format(verify_command, line, false);

    CLI::App& explain_command = add_command(line, "explain", "How a line of a bill came about", explain);
    add_request(explain_command, options);
    explain_command.add_option("--month", options.month, "month of the bill; the first if left out")
        ->option_text("YYYY-MM")
        ->check(not_empty, "");
    explain_command.add_option("--line", options.line, "number of the line as the text form shows it, from 1")
        ->option_text("N")
        ->required();
    add_usage(explain_command, options);
    add_months(explain_command, options);
    add_format(explain_command, line, false);
}

void add_quote_commands(CommandLine& line) {
    Options& options = line.options;
    CLI::App& optimise_command =
        add_command(line, "optimise", "The cheapest plan and report group of every device", optimise);
    optimise_command.add_option("ASSIGNMENT", options.request, "samebill/assignment/1; - is standard input")
        ->required()
        ->check(not_empty, "");
    add_usage(optimise_command, options);
    add_months(optimise_command, options);
    add_format(optimise_command, line, true);

    CLI::App& compare_command =
        add_command(line, "compare", "Planned fleets side by side: totals, break-even points", compare);
    compare_command.add_option("COMPARISON", options.request, "samebill/comparison/1; - is standard input")
        ->required()
        ->check(not_empty, "");
    add_sampled_usage(compare_command, options);
    add_format(compare_command, line, true);
}

void add_document_commands(CommandLine& line) {
    Options& options = line.options;
    CLI::App& check_command = add_command(line, "check", "Check documents and usage files", check);
    check_command.add_option("FILE", options.files, "any samebill document or usage file")->required();
    add_format(check_command, line, false);

    CLI::App& terms_command =
        add_command(line, "terms", "The terms in force by plan, and where each comes from", terms);
    add_request(terms_command, options);
    add_format(terms_command, line, false);

    CLI::App& digest_command =
        add_command(line, "digest", "SHA-256 of a document (exit 2 if it states another)", digest);
    digest_command.add_option("FILE", options.files, "any JSON document")->required()->expected(1);
    add_format(digest_command, line, false);
}

void add_scenario_commands(CommandLine& line) {
    Options& options = line.options;
    CLI::App& quote_command = add_command(line, "quote", "What a planned fleet comes to, month by month", quote);
    quote_command.add_option("SCENARIO", options.request, "samebill/scenario/1; - is standard input")
        ->required()
        ->check(not_empty, "");
    add_sampled_usage(quote_command, options);
    quote_command.add_flag("--expand", options.expand, "write the samebill/request/1 that the scenario stands for");
    add_format(quote_command, line, true);

    CLI::App& make_command = add_command(line, "make-quote", "Make a quote of a scenario", make_quote);
    make_command
        .add_option("SCENARIO", options.request, "samebill/scenario/1, or samebill/quote_draft/1 with all of it")
        ->required()
        ->check(not_empty, "");
    const auto add = [&](const char* name, std::string& value, const char* meaning) {
        return make_command.add_option(name, value, meaning)->check(not_empty, "");
    };
    add("--id", options.id, "of the quote")->option_text("ID");
    add("--customer", options.customer, "name of the customer")->option_text("NAME");
    add("--account", options.account, "the account that it is for")->option_text("ID");
    add("--valid-from", options.valid_from, "the first day it can be accepted")->option_text("YYYY-MM-DD");
    add("--valid-until", options.valid_until, "the last day it can be accepted")->option_text("YYYY-MM-DD");
    add("--supersedes", options.supersedes, "digest of the version before")->option_text("DIGEST");
    add("--remarks", options.remarks, "to the customer")->option_text("TEXT");
    make_command.add_option("--quote-version", options.version, "of the quote")->option_text("N");
    add_format(make_command, line, false);

    CLI::App& check_command =
        add_command(line, "quote-check", "Set a bill against its quote: what differs, by cause", quote_check);
    check_command
        .add_option("FILE", options.files,
                    "samebill/quote_check/1; or a quote, a bill, and the requests it was made from, in this order")
        ->required();
    add_format(check_command, line, true);
}

template <typename Value>
void add_limit(CLI::App& command, const char* name, Value& value, Value least, Value most, const char* meaning) {
    command.add_option(name, value, meaning)->check(CLI::Range(least, most))->capture_default_str()->group("Limits");
}

void add_limits(CLI::App& command, Limits& limits) {
    add_limit(command, "--max-head", limits.head_bytes, int64_t{1024}, int64_t{1} << 20, "bytes of a request's head");
    add_limit(command, "--threads", limits.connections, 4, 1024, "connections served at once");
    add_limit(command, "--queue", limits.queue, 1, 1024, "connections that wait for a thread");
    add_limit(command, "--per-address", limits.per_address, 0, 1024, "connections from one address; 0: any number");
    add_limit(command, "--deadline", limits.deadline, 1, 3600, "seconds for a whole request");
    add_limit(command, "--idle", limits.idle, 1, 300, "seconds for the next request to arrive, headers included");
    add_limit(command, "--json-depth", limits.json_depth, 1, 32, "levels of JSON");
    add_limit(command, "--json-string", limits.json_string, int64_t{64}, int64_t{1} << 30, "bytes of a string in JSON");
    add_limit(command, "--json-number", limits.json_number, int64_t{20}, int64_t{4096},
              "characters of a number in JSON");
    add_limit(command, "--key-rate", limits.key_rate, 0, 1000000, "requests a second of one key; 0: any number");
    add_limit(command, "--address-rate", limits.address_rate, 0, 1000000,
              "requests a second of nobody from one address; 0: any number");
    add_limit(command, "--login-rate", limits.login_rate, 0, 1000000,
              "attempts to log in a minute from one address; 0: any number");
}

CLI::App& add_store_command(CommandLine& line, const std::string& name, const std::string& help,
                            int (*command)(const Options&)) {
    CLI::App& out = add_command(line, name, help, command);
    out.add_option("--data", line.options.data, "folder of the store")
        ->option_text("DIR")
        ->required()
        ->check(not_empty, "");
    return out;
}

void add_store_commands(CommandLine& line) {
    Options& options = line.options;
    add_store_command(line, "backup", "Copy a store, also of a server at work", backup)
        .add_option("TARGET", options.target, "a folder that is not there yet")
        ->required()
        ->check(not_empty, "");
    add_store_command(line, "restore", "Put a backup into a folder that is not there yet", restore)
        .add_option("BACKUP", options.target, "the folder of the backup")
        ->required()
        ->check(not_empty, "");
    CLI::App& fsck_command = add_store_command(
        line, "fsck", "Check every digest, chain, signature and count (exit 2 if any is wrong)", fsck);
    fsck_command.add_flag("--recompute", options.recompute, "compute every final bill anew from what was kept with it");
    add_format(fsck_command, line, false);
    add_store_command(line, "admin-key", "Make a key for system_admin, with no server running, and print it", admin_key)
        .add_option("--name", options.name, "what people call it")
        ->capture_default_str();
}

void add_webhook_options(CLI::App& command, alerts::WebhookOptions& webhooks) {
    const auto add = [&](const char* name, auto& value, const char* meaning) {
        return command.add_option(name, value, meaning)->group("Webhooks");
    };
    add("--webhook-host", webhooks.hosts, "host that webhooks may be sent to; repeatable; none: no webhooks")
        ->option_text("HOST");
    command
        .add_flag("--webhook-private", webhooks.private_addresses,
                  "also by http, and to private addresses: receivers in the provider's own network")
        ->group("Webhooks");
    add("--webhook-wait", webhooks.first_wait, "seconds to the second attempt; each wait is twice the one before")
        ->check(CLI::Range(int64_t{1}, int64_t{3600}))
        ->capture_default_str();
    add("--webhook-longest-wait", webhooks.longest_wait, "seconds between two attempts at the most")
        ->check(CLI::Range(int64_t{1}, int64_t{86'400}))
        ->capture_default_str();
    add("--webhook-give-up", webhooks.give_up, "seconds after which a delivery is given up")
        ->check(CLI::Range(int64_t{1}, int64_t{30 * 86'400}))
        ->capture_default_str();
    add("--webhook-timeout", webhooks.timeout, "seconds that an attempt may take")
        ->check(CLI::Range(int64_t{1}, int64_t{60}))
        ->capture_default_str();
}

void add_serve(CommandLine& line) {
    ServeOptions& serve = line.serve;
    CLI::App& command = *line.app.add_subcommand("serve", "The HTTP server");
    command.add_option("--listen", serve.listen, "address and port; port 0 takes a free one")->capture_default_str();
    command.add_option("--web", serve.web, "folder of the web build to serve")->option_text("DIR");
    command.add_option("--data", serve.data, "folder of the store; without it nothing is stored")->option_text("DIR");
    command.add_option("--disk-floor", serve.disk_floor, "MiB of the store's disk that stay free")
        ->check(CLI::Range(int64_t{1}, int64_t{1} << 20))
        ->capture_default_str();
    command
        .add_option("--clock", serve.clock, "instant at which the server's clock begins, for trials of another month")
        ->option_text("INSTANT");
    add_webhook_options(command, serve.webhooks);
    command.add_option("--run-threads", serve.billing.threads, "that work on bill runs; 0: one for each processor")
        ->check(CLI::Range(0, 256))
        ->capture_default_str();
    command
        .add_option("--correction-months", serve.billing.correction_months,
                    "final months for which late usage is still taken")
        ->check(CLI::Range(0, 120))
        ->capture_default_str();
    command.add_option("--origin", serve.origin, "as browsers see this server; the Host header if left out")
        ->option_text("https://NAME");
    command.add_option("--session-idle", serve.session_idle, "minutes without a request after which a log-in ends")
        ->check(CLI::Range(1, 1440))
        ->capture_default_str();
    command.add_option("--session-hours", serve.session_hours, "hours after which a log-in ends in any case")
        ->check(CLI::Range(1, 168))
        ->capture_default_str();
    command.add_flag("--closed-preview", serve.closed_preview, "no previews of full requests without credentials");
    command.add_flag("--open-catalogs", serve.open_catalogs, "published catalogs can be read without credentials");
    command.add_flag("--read-reasons", serve.read_reasons, "staff must say why it reads customers' data");
    command.add_option("--max-body", serve.max_body, "largest request body in bytes")
        ->check(CLI::Range(int64_t{1}, int64_t{999999999}))
        ->capture_default_str();
    command.add_option("--computations", serve.computations, "bills computed at once; 0: one for each processor")
        ->check(CLI::Range(0, 256))
        ->capture_default_str();
    command.add_option("--metrics", serve.metrics, "address and port of the metrics, on the loopback interface")
        ->option_text("ADDRESS:PORT");
    command.add_flag("--trusted-proxy", serve.trusted_proxy,
                     "a proxy on this machine ends TLS and states the client's address (X-Forwarded-For)");
    add_limits(command, serve.limits);
    command.callback([&line] { line.run = [&line] { return samebill::serve(line.serve); }; });
}

int parse_and_run(int argc, char** argv) {
    CommandLine line;
    line.app.require_subcommand(1);
    line.app.set_version_flag("--version",
                              "samebill " + std::string(version) + ", rules " + std::string(rules_version));
    add_bill_commands(line);
    add_document_commands(line);
    add_quote_commands(line);
    add_scenario_commands(line);
    add_store_commands(line);
    add_serve(line);
    try {
        line.app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() != 0) {
            const auto named = [argv](const CLI::App* command) { return command->check_name(argv[1]); };
            const bool unknown = argc > 1 && argv[1][0] != '-' && line.app.get_subcommands(named).empty();
            const std::string what = unknown ? "There is no command " + std::string(argv[1]) : error.what();
            write_error_line("samebill: " + text::plain(what) + "\nsamebill --help tells how to call it.");
            return exit_bad_input;
        }
        std::ostringstream help;
        line.app.exit(error, help, help);
        write_output(help.str());
        return exit_ok;
    }
    line.options.format = format_of(line.format);
    return line.run();
}

extern "C" void fault(int) {
    ::_exit(exit_fault);
}

}  // namespace

int main(int argc, char** argv) {
    secure_standard_streams();
    std::signal(SIGABRT, fault);
    try {
        return parse_and_run(argc, argv);
    } catch (const Failure& failure) {
        if (*failure.what() != '\0') write_error_line(failure.what());
        return failure.code;
    } catch (const std::bad_alloc&) {
        write_error_line("samebill: out of memory");
    } catch (const std::exception& error) {
        write_error_line(std::string("samebill: a fault of this program: ") + text::plain(error.what()));
    }
    return exit_fault;
}

}  // namespace samebill::cli
