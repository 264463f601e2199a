# SPDX-License-Identifier: MIT
# Sourced by ../start and ../test: installs what is missing on a fresh Debian 12 and finds a Node of 20.19 or later.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
mkdir -p build/logs
# ccache: objects of one checkout serve another, precompiled headers included.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
export NODE_PATH=/usr/share/nodejs # em++ needs Debian's acorn to link at -O2 and above

build_packages=(g++ cmake ninja-build ccache nlohmann-json3-dev libcivetweb-dev libcli11-dev libspdlog-dev libfmt-dev
  libsodium-dev libsqlite3-dev zlib1g-dev libcurl4-openssl-dev curl prometheus-cpp-dev emscripten nodejs npm)
test_packages=(libboost-test-dev jq clang libclang-rt-14-dev chromium firefox-esr valgrind nginx-light)

# install_packages NAME...: the Debian packages of the list that are not there yet.
install_packages() {
  local missing=()
  local package
  for package in "$@"; do
    # A Node.js from elsewhere serves as well as Debian's.
    if [[ $package == nodejs || $package == npm ]] && command -v "${package/nodejs/node}" >/dev/null; then continue; fi
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return 0
  echo "installing Debian packages: ${missing[*]}"
  local as_root=()
  [[ $(id -u) -eq 0 ]] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" \
    > build/logs/apt.log 2>&1 || { tail -n 20 build/logs/apt.log; return 1; }
}

# install_node: puts a Node of 20.19 or later first on the path, from npm's package `node` if the one found is older.
install_node() {
  local version
  version=$(node --version 2>/dev/null | sed 's/^v//')
  if [[ $(printf '%s\n20.19.0\n' "${version:-0}" | sort -V | head -n 1) == 20.19.0 ]]; then return 0; fi
  if [[ ! -x build/node/node_modules/node/bin/node ]]; then
    echo "installing Node 20 into build/node"
    mkdir -p build/node
    npm install --prefix build/node --no-save --no-fund --no-audit node@20.20.2 > build/logs/node.log 2>&1 ||
      { tail -n 20 build/logs/node.log; return 1; }
  fi
  export PATH="$root/build/node/node_modules/node/bin:$PATH"
}

# install_npm FOLDER: the packages of the folder's lock file, unless they are there already.
install_npm() {
  [[ -f $1/package-lock.json ]] || return 0
  if [[ -f $1/node_modules/.installed ]] && cmp -s "$1/package-lock.json" "$1/node_modules/.installed"; then return 0; fi
  echo "installing npm packages of $1"
  (cd "$1" && npm ci --ignore-scripts --no-fund --no-audit > "$root/build/logs/npm.log" 2>&1) ||
    { tail -n 20 build/logs/npm.log; return 1; }
  cp "$1/package-lock.json" "$1/node_modules/.installed"
}

# configure FOLDER ARGUMENT...: a native build tree.
configure() {
  local folder=$1
  shift
  [[ -f $folder/build.ninja ]] && return 0
  cmake -S . -B "$folder" -G Ninja -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "$@" > "build/logs/configure.log" 2>&1 ||
    { tail -n 20 build/logs/configure.log; return 1; }
}

# configure_wasm FOLDER ARGUMENT...: the same for Emscripten.
configure_wasm() {
  local folder=$1
  shift
  [[ -f $folder/build.ninja ]] && return 0
  emcmake cmake -S . -B "$folder" -G Ninja -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "$@" \
    > "build/logs/configure_wasm.log" 2>&1 || { tail -n 20 build/logs/configure_wasm.log; return 1; }
}
