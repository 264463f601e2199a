// SPDX-License-Identifier: MIT
#include "core/quote/scenario.h"

namespace samebill {

std::string_view name_of(Protocol protocol) {
    switch (protocol) {
        case Protocol::none: return "none";
        case Protocol::mqtt_tls: return "mqtt_tls";
        case Protocol::coap_dtls: return "coap_dtls";
        case Protocol::https: return "https";
        case Protocol::stated: return "stated";
    }
    return {};
}

Overhead overhead_of(Protocol protocol) {
    switch (protocol) {
        case Protocol::none:
        case Protocol::stated: return {};
        // TCP set-up and close 7 x 40, TLS 1.3 with a server's chain of two certificates 3,600, CONNECT to DISCONNECT
        // 140; a message PUBLISH, topic and PUBACK 44, two TLS records 58; a packet and its acknowledgement 2 x 40.
        case Protocol::mqtt_tls: return {4'020, 102, 80, 1'360};
        // DTLS 1.2 with a pre-shared key in 8 datagrams 900; a message CoAP header and options 20, record 29,
        // acknowledgement with its headers 61; a datagram's UDP and IP 28.
        case Protocol::coap_dtls: return {900, 110, 28, 1'024};
        // TCP and TLS 1.3 as above; a request and its answer 700 of headers, two records 58; packets as above.
        case Protocol::https: return {3'880, 758, 80, 1'360};
    }
    return {};
}

}  // namespace samebill
