#!/usr/bin/env bash
# The server in a real Neovim without a screen: runs test.lua.
#
#   NUMPY_CAPI_LSP        the server; default: the newer of target/{release,debug}
#   NUMPY_CAPI_NVIM       Neovim 0.7 or later; default: what is on PATH, or Debian's package (root only)
#   NUMPY_CAPI_INCLUDES   directories of the NumPy and Python headers, separated by colons; default: python3's own
#
# Ends with a line "N passed, N failed"; exit code 1 if something failed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../../.." && pwd)

skip() { echo "skipped: $*"; echo "0 passed, 0 failed, 1 skipped"; exit 0; }
fail() { echo "FAIL $*"; echo "0 passed, 1 failed"; exit 1; }

install_neovim() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    export DEBIAN_FRONTEND=noninteractive
    local install=(apt-get -qq -o DPkg::Lock::Timeout=600 install -y --no-install-recommends neovim)
    "${install[@]}" >/dev/null 2>&1 || { apt-get -qq update >/dev/null 2>&1 && "${install[@]}" >/dev/null 2>&1; }
}

newest_server() {
    # shellcheck disable=SC2012  # the names are ours
    ls -t "$repository"/target/{release,debug}/numpy-capi-lsp 2>/dev/null | head -n 1 || true
}

python_includes() {
    python3 -c 'import numpy, sysconfig; print(numpy.get_include() + ":" + sysconfig.get_path("include"))' 2>/dev/null || true
}

neovim=${NUMPY_CAPI_NVIM:-$(command -v nvim || { install_neovim && command -v nvim; } || true)}
[ -n "$neovim" ] || skip "no nvim, and it cannot be installed here"

NUMPY_CAPI_LSP=${NUMPY_CAPI_LSP:-$(newest_server)}
[ -n "$NUMPY_CAPI_LSP" ] || fail "no server in target/: run \`cargo build\` first, or set NUMPY_CAPI_LSP"
echo "server: $NUMPY_CAPI_LSP"

NUMPY_CAPI_FIXTURE=$repository/tests/editors/fixture/leak.c
NUMPY_CAPI_INCLUDES=${NUMPY_CAPI_INCLUDES:-$(python_includes)}
export NUMPY_CAPI_LSP NUMPY_CAPI_FIXTURE NUMPY_CAPI_INCLUDES
exec timeout --kill-after=10 180 "$neovim" --headless --clean -n -c "luafile $here/test.lua"
