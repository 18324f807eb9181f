# What the scripts of the editors share; to be sourced. Sets `repository` and the environment that the tests read.
#
#   NUMPY_CAPI_LSP        the server; default: the newer of target/{release,debug}
#   NUMPY_CAPI_INCLUDES   directories of the NumPy and Python headers, separated by colons; default: python3's own
# shellcheck shell=bash

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/numpy-capi-lsp

skip() { echo "skipped: $*"; echo "0 passed, 0 failed, 1 skipped"; exit 0; }
fail() { echo "FAIL $*"; echo "0 passed, 1 failed"; exit 1; }

# install PACKAGE...: from Debian, where that is possible here.
install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    export DEBIAN_FRONTEND=noninteractive
    local command=(apt-get -qq -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "$@")
    "${command[@]}" >/dev/null 2>&1 || { apt-get -qq update >/dev/null 2>&1 && "${command[@]}" >/dev/null 2>&1; }
}

newest_server() {
    # shellcheck disable=SC2012  # the names are ours
    ls -t "$repository"/target/{release,debug}/numpy-capi-lsp 2>/dev/null | head -n 1 || true
}

python_includes() {
    python3 -c 'import numpy, sysconfig; print(numpy.get_include() + ":" + sysconfig.get_path("include"))' 2>/dev/null || true
}

# documented HEADING [NUMBER]: a block of code of docs/editors.md, as it stands there; the first one below the heading.
documented() {
    awk -v heading="## $1" -v wanted="${2:-1}" '
        /^## / && !open { here = $0 == heading }
        /^```/ { if (open) { open = 0; next } else { open = 1; if (here) number++; next } }
        open && here && number == wanted' "$repository/docs/editors.md"
}

NUMPY_CAPI_LSP=${NUMPY_CAPI_LSP:-$(newest_server)}
[ -n "$NUMPY_CAPI_LSP" ] || fail "no server in target/: run \`cargo build\` first, or set NUMPY_CAPI_LSP"
NUMPY_CAPI_LSP=$(readlink -f "$NUMPY_CAPI_LSP")
echo "server: $NUMPY_CAPI_LSP"
NUMPY_CAPI_FIXTURE=$repository/tests/editors/fixture/leak.c
NUMPY_CAPI_INCLUDES=${NUMPY_CAPI_INCLUDES:-$(python_includes)}
export NUMPY_CAPI_LSP NUMPY_CAPI_FIXTURE NUMPY_CAPI_INCLUDES
# The configurations of docs/editors.md find the server on PATH.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$NUMPY_CAPI_LSP" "$work/bin/numpy-capi-lsp"
export PATH=$work/bin:$PATH
