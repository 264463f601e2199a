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

void add_request(CLI::App& command, Options& options) {
    command.add_option("REQUEST", options.request, "samebill/request/1; - is standard input")
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
        add_command(line, "verify", "Compute a bill anew and compare (exit 2 if it differs)", verify);
    verify_command.add_option("BILL", options.issued, "a bill, or a result with one bill")->required();
    add_request(verify_command, options);
    add_usage(verify_command, options);
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

void add_serve(CommandLine& line) {
    ServeOptions& serve = line.serve;
    CLI::App& command = *line.app.add_subcommand("serve", "The HTTP server");
    command.add_option("--listen", serve.listen, "address and port; port 0 takes a free one")->capture_default_str();
    command.add_option("--web", serve.web, "folder of the web build to serve")->option_text("DIR");
    command.add_option("--max-body", serve.max_body, "largest request body in bytes")
        ->check(CLI::Range(int64_t{1}, int64_t{999999999}))
        ->capture_default_str();
    command.add_option("--threads", serve.threads, "connections served at once")
        ->check(CLI::Range(4, 1024))
        ->capture_default_str();
    command.add_option("--computations", serve.computations, "bills computed at once; 0: one for each processor")
        ->check(CLI::Range(0, 256))
        ->capture_default_str();
    command.add_option("--deadline", serve.deadline, "seconds for a whole request")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
    command.add_option("--idle", serve.idle, "seconds for the next request to arrive, headers included")
        ->check(CLI::Range(1, 300))
        ->capture_default_str();
    command.callback([&line] { line.run = [&line] { return samebill::serve(line.serve); }; });
}

int parse_and_run(int argc, char** argv) {
    CommandLine line;
    line.app.require_subcommand(1);
    line.app.set_version_flag("--version",
                              "samebill " + std::string(version) + ", rules " + std::string(rules_version));
    add_bill_commands(line);
    add_document_commands(line);
    add_serve(line);
    try {
        line.app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() != 0) {
            write_error_line("samebill: " + text::plain(error.what()) + "\nsamebill --help tells how to call it.");
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
