-- SPDX-License-Identifier: MIT
-- wrk: the same request again and again, the counts as one line of JSON at the end.
--   wrk … -s post.lua URL -- BODY_FILE [HEADER VALUE]…
function init(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.method = "POST"
  wrk.body = file:read("*a")
  wrk.headers["Content-Type"] = "application/json"
  for i = 2, #args, 2 do wrk.headers[args[i]] = args[i + 1] end
  file:close()
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"requests":%d,"us":%d,"failed":%d,"p50":%d,"p99":%d,"max":%d}', summary.requests,
    summary.duration, failed, latency:percentile(50), latency:percentile(99), latency.max))
end
