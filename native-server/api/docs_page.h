// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

// A page that shows /openapi.json, from this server alone: HTML, script and style, so that a strict
// Content-Security-Policy holds.

namespace samebill::api {

extern const std::string_view docs_html;
extern const std::string_view docs_script;
extern const std::string_view docs_style;

}  // namespace samebill::api
