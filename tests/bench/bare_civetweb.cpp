// SPDX-License-Identifier: MIT
// What the server is held against: a CivetWeb handler that reads a body and writes fixed bytes, and nothing else.
//   bare_civetweb ANSWER    the file holds the whole answer, its head included; prints the port, ends with its input
#include <civetweb.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

namespace {

int answer(mg_connection* connection, void* bytes) {
    char piece[4096];
    while (mg_read(connection, piece, sizeof piece) > 0) {
    }
    const auto& text = *static_cast<std::string*>(bytes);
    mg_write(connection, text.data(), text.size());
    return 200;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    std::ifstream file(argv[1], std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    // The settings of the server itself.
    const char* settings[] = {"listening_ports",
                              "127.0.0.1:0",
                              "num_threads",
                              "64",
                              "connection_queue",
                              "64",
                              "enable_keep_alive",
                              "yes",
                              "keep_alive_timeout_ms",
                              "5000",
                              "tcp_nodelay",
                              "1",
                              "decode_url",
                              "no",
                              nullptr};
    mg_callbacks callbacks;
    std::memset(&callbacks, 0, sizeof callbacks);
    mg_context* context = mg_start(&callbacks, nullptr, settings);
    if (context == nullptr) return 1;
    mg_set_request_handler(context, "/", answer, &bytes);
    mg_server_port ports[1] = {};
    mg_get_server_ports(context, 1, ports);
    std::printf("%d\n", ports[0].port);
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    mg_stop(context);
    return 0;
}
