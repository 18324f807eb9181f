#!/usr/bin/env bash
# The VS Code extension in the real workbench: installs what that takes, makes the extension, runs test.mjs.
#
#   NUMPY_CAPI_LSP        the server to put into the extension; default: the newer of target/{release,debug}
#   NUMPY_CAPI_VSIX       a packaged extension to test instead of making one
#   NUMPY_CAPI_CHROMIUM   the browser; default: what is on PATH, or Debian's package (root only)
#   NUMPY_CAPI_INCLUDES   directories of the NumPy and Python headers, separated by colons; default: python3's own
#   NUMPY_CAPI_SHOTS      where screenshots go; default: a directory under /tmp
#
# Ends with a line "N passed, N failed"; exit code 1 if something failed. Needs node 20 and npm.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/numpy-capi-lsp
log=$cache/vscode-setup.log
mkdir -p "$cache"

skip() { echo "skipped: $*"; echo "0 passed, 0 failed, 1 skipped"; exit 0; }
fail() { echo "FAIL $*"; echo "0 passed, 1 failed"; exit 1; }
# What a step writes shows only where it fails.
quietly() { "$@" >"$log" 2>&1 || { tail -n 20 "$log" >&2; return 1; }; }

find_chromium() {
    local name
    for name in chromium chromium-headless-shell chromium-browser google-chrome; do
        command -v "$name" && return
    done
    return 1
}

install_chromium() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    export DEBIAN_FRONTEND=noninteractive
    local install=(apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends chromium fonts-dejavu-core)
    quietly "${install[@]}" || { quietly apt-get -o DPkg::Lock::Timeout=600 update && quietly "${install[@]}"; }
}

newest_server() {
    # shellcheck disable=SC2012  # the names are ours
    ls -t "$repository"/target/{release,debug}/numpy-capi-lsp 2>/dev/null | head -n 1 || true
}

python_includes() {
    python3 -c 'import numpy, sysconfig; print(numpy.get_include() + ":" + sysconfig.get_path("include"))' 2>/dev/null || true
}

# npm ci DIRECTORY: only where the lock file has changed since.
install_modules() {
    [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ] || (cd "$1" && quietly npm ci --no-progress)
}

package_extension() {
    NUMPY_CAPI_LSP=${NUMPY_CAPI_LSP:-$(newest_server)}
    [ -n "$NUMPY_CAPI_LSP" ] || { echo "no server in target/: run \`cargo build\` first, or set NUMPY_CAPI_LSP" >&2; return 1; }
    echo "server: $NUMPY_CAPI_LSP"
    export NUMPY_CAPI_LSP NUMPY_CAPI_VSIX=$cache/extension-under-test.vsix
    install_modules "$repository/vscode-extension" || return 1
    (cd "$repository/vscode-extension" && VSIX_OUT=$NUMPY_CAPI_VSIX quietly npm run package)
}

command -v node >/dev/null && command -v npm >/dev/null || skip "node and npm are needed"

NUMPY_CAPI_CHROMIUM=${NUMPY_CAPI_CHROMIUM:-$(find_chromium || { install_chromium && find_chromium; } || true)}
[ -n "$NUMPY_CAPI_CHROMIUM" ] || skip "no chromium, and it cannot be installed here"

NUMPY_CAPI_CODE_SERVER=$cache/vscode
quietly "$here/install-code-server.sh" "$NUMPY_CAPI_CODE_SERVER" || skip "code-server cannot be installed here"

NUMPY_CAPI_NODE_MODULES=$cache/playwright
mkdir -p "$NUMPY_CAPI_NODE_MODULES"
cp -u "$here/package.json" "$here/package-lock.json" "$NUMPY_CAPI_NODE_MODULES"
install_modules "$NUMPY_CAPI_NODE_MODULES" || skip "playwright-core cannot be installed here"

[ -n "${NUMPY_CAPI_VSIX:-}" ] || package_extension || fail "the extension cannot be packaged"

NUMPY_CAPI_INCLUDES=${NUMPY_CAPI_INCLUDES:-$(python_includes)}
export NUMPY_CAPI_CHROMIUM NUMPY_CAPI_CODE_SERVER NUMPY_CAPI_NODE_MODULES NUMPY_CAPI_VSIX NUMPY_CAPI_INCLUDES
exec timeout --kill-after=20 900 node "$here/test.mjs"
