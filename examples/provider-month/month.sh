#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A provider's whole month with curl and the server: month.sh [PATH-OF-SAMEBILL [FOLDER]]. Every amount is compared with
# the one in README.md; the first that differs ends the script with exit code 1. With FOLDER, which must not be there yet,
# people who can log in are added, the store stays there as FOLDER/data, and FOLDER/log-ins says who they are.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
samebill=${1:-samebill}
folder=${2:-}
if [[ -n $folder && -e $folder ]]; then
  echo "$folder is there already: name another folder" >&2
  exit 2
fi
work=$(mktemp -d)
data=$work/data
server=

stop_server() {
  [[ -z $server ]] && return 0
  kill "$server" && wait "$server" || true
  server=
}
trap 'stop_server; rm -rf "$work"' EXIT

# start_server INSTANT: the server's clock begins there, so that the month's amounts are always the same.
start_server() {
  : > "$work/log"
  "$samebill" serve --listen 127.0.0.1:0 --data "$data" --disk-floor 1 --clock "$1" 2> "$work/log" &
  server=$!
  for _ in $(seq 600); do
    grep -q '"event":"listening"' "$work/log" && break
    kill -0 "$server" || { cat "$work/log"; exit 1; }
    sleep 0.1
  done
  url=$(grep -o 'http://127[0-9.]*:[0-9]*' "$work/log" | head -n 1)
}

# call KEY METHOD PATH [CURL-OPTION...]: the answer on stdout; anything but success is an error that is shown.
call() {
  local key=$1 method=$2 path=$3 status
  shift 3
  status=$(curl -sS --max-time 60 -o "$work/answer" -w '%{http_code}' -X "$method" "$@" \
    -H "Authorization: Bearer $key" "$url$path")
  if [[ $status != 2* ]]; then
    echo "$method $path: $status $(cat "$work/answer")" >&2
    return 1
  fi
  cat "$work/answer"
}
json=(-H 'Content-Type: application/json')
csv=(-H 'Content-Type: text/csv')
ndjson=(-H 'Content-Type: application/x-ndjson')

# member NAME: the first text of that name in a JSON document.
member() {
  grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d'"' -f4
}

# expect WORDS WANTED FOUND
expect() {
  if [[ $2 != "$3" ]]; then
    echo "$1: $3 instead of $2" >&2
    exit 1
  fi
  printf '%-40s %s\n' "$1" "$3"
}

# state_of_run KEY RUN: once nobody works on it.
state_of_run() {
  local state
  for _ in $(seq 600); do
    state=$(call "$1" GET "/v1/runs/$2" | member state)
    [[ $state == computing || $state == finalising ]] || break
    sleep 0.1
  done
  echo "$state"
}

# Two administrators, so that nobody both proposes and approves: one makes the operator's key, the other the approver's.
first=$("$samebill" admin-key --data "$data" --name first)
second=$("$samebill" admin-key --data "$data" --name second)
start_server 2026-03-21T00:00:00Z
operator=$(call "$first" POST /v1/keys "${json[@]}" -d '{"name":"billing desk","roles":["operator"]}' | member key)
approver=$(call "$second" POST /v1/keys "${json[@]}" -d '{"name":"controller","roles":["approver"]}' | member key)
feed=$(call "$first" POST /v1/keys "${json[@]}" -d '{"name":"network","roles":["ingest"]}' | member key)

# The catalog: a draft by one, published by another.
version=/v1/catalogs/meters/versions/2026-1
call "$operator" PUT "$version" "${json[@]}" --data-binary "@$here/catalog.json" > /dev/null
published=$(call "$approver" POST "$version:publish" "${json[@]}" -H 'If-Match: *' -d '{"effective":"2026-03"}')
expect 'catalog' published "$(member state <<< "$published")"

# The customer, the devices, and what happened to them.
account=/v1/accounts/water-works
call "$operator" POST /v1/accounts "${json[@]}" --data-binary "@$here/account.json" > /dev/null
call "$operator" POST "$account/devices" "${csv[@]}" --data-binary "@$here/devices.csv" > /dev/null
call "$operator" POST "$account/events" "${ndjson[@]}" --data-binary "@$here/events.ndjson" > /dev/null

# Usage until 20 March, and where the customer stands then.
call "$feed" POST /v1/usage "${csv[@]}" --data-binary "@$here/usage.csv" > /dev/null
balances=$(call "$operator" GET "$account/balances")
expect 'total on 21 March' 7.34 "$(grep -o '"month_to_date":{[^}]*}' <<< "$balances" | member total)"
expect 'projected total of March' 7.70 "$(grep -o '"projection":{.*' <<< "$balances" | member total)"
stop_server

# April: the rest of the usage, a preview, the bill run with the approval of another, the final bill.
start_server 2026-04-01T09:00:00Z
call "$feed" POST /v1/usage "${csv[@]}" --data-binary "@$here/usage-late-march.csv" > /dev/null
preview=$(call "$operator" POST "$account/bills:preview" "${json[@]}" -d '{"month":"2026-03"}')
expect 'preview of March' 7.41 "$(member amount_due <<< "$preview")"
run=$(call "$operator" POST /v1/runs "${json[@]}" -d '{"month":"2026-03"}' | member id)
expect 'run' review "$(state_of_run "$operator" "$run")"
call "$approver" POST "/v1/runs/$run:approve" --data '' > /dev/null
call "$operator" POST "/v1/runs/$run:finalise" --data '' > /dev/null
expect 'run' finalised "$(state_of_run "$operator" "$run")"

# Anybody who has the final bill, its request and the provider's public keys can check it without the server.
call "$operator" GET "$account/bills/2026-03" > "$work/final.json"
call "$operator" GET "$account/bills/2026-03/request" > "$work/request.json"
curl -sS "$url/.well-known/jwks.json" > "$work/keys.json"
expect 'final bill of March' 7.41 "$(member amount_due < "$work/final.json")"
expect 'due' 2026-05-01 "$(member due_on < "$work/final.json")"
"$samebill" verify "$work/final.json" "$work/request.json" --keys "$work/keys.json" --format text

# Payment and statement of account.
payment='{"amount":"7.41","currency":"EUR","on":"2026-04-01","reference":"transfer 17","number":1}'
call "$operator" POST "$account/payments" "${json[@]}" -d "$payment" > /dev/null
expect 'bill 1' paid "$(call "$operator" GET "$account/receivables" | member status)"
statement=$(call "$operator" GET "$account/statement?from=2026-04-01&through=2026-04-01")
expect 'closing balance' 0.00 "$(member closing <<< "$statement")"
call "$operator" GET "$account/statement?from=2026-04-01&through=2026-04-01" -H 'Accept: text/plain'
[[ -n $folder ]] || exit 0

# People who log in, all with one random password; what sales has sent for a customer that is yet to come.
password=$(od -An -N10 -tx1 /dev/urandom | tr -d ' \n')
: > "$work/log-ins"
chmod 600 "$work/log-ins"
# add_person LOGIN ROLE [MORE]: MORE goes into the JSON.
add_person() {
  local invitation
  invitation=$(call "$first" POST /v1/people "${json[@]}" \
    -d "{\"login\":\"$1\",\"name\":\"$1\",\"roles\":[\"$2\"]${3:-}}" | member invitation)
  curl -sS --fail-with-body -X POST "${json[@]}" -d "{\"invitation\":\"$invitation\",\"password\":\"$password\"}" \
    "$url/v1/people:accept"
  printf '%-10s %-16s %s\n' "$1" "$password" "$2" >> "$work/log-ins"
}
add_person operator operator
add_person approver approver
add_person sales sales
add_person auditor auditor
add_person customer customer_admin ',"account":"water-works"'
sales=$(call "$first" POST /v1/keys "${json[@]}" -d '{"name":"sales desk","roles":["sales"]}' | member key)
catalog=$(tr -d '\n' < "$here/catalog.json")
month=$(date -u -d "$(date -u +%Y-%m-15) +1 month" +%Y-%m)
until=$(date -u -d '+60 days' +%Y-%m-%d)
quote=$(call "$sales" POST /v1/quotes "${json[@]}" -d "{
  \"account\": \"heat-works\", \"customer\": {\"name\": \"Heat Works\"}, \"valid_from\": \"2026-04-01\", \"valid_until\": \"$until\",
  \"scenario\": {
    \"schema\": \"samebill/scenario/1\", \"catalog\": $catalog, \"from\": \"$month\", \"months\": 12,
    \"account\": {\"schema\": \"samebill/account/1\", \"id\": \"heat-works\", \"agreement\": {\"from\": \"$month-01\"}, \"devices\": []},
    \"cohorts\": [{
      \"name\": \"meters\", \"count\": 200, \"plan\": \"meter\",
      \"usage\": [{\"name\": \"report\", \"kind\": \"data\", \"times\": {\"per\": \"day\", \"count\": 4}, \"payload\": \"2 KB\"}]
    }]
  }}" | member id)
call "$sales" POST "/v1/quotes/$quote:send" -H 'If-Match: *' --data '' > /dev/null
stop_server
mkdir -p "$folder"
mv "$data" "$work/log-ins" "$folder/"
