#!/usr/bin/env bash
# The server in real Neovims without a screen, with the configurations of docs/editors.md: runs test.lua in each.
#
#   NUMPY_CAPI_NVIM       Neovim 0.7 or later; default: what is on PATH, or Debian's package (root only), and Debian 13's,
#                         unpacked for this test
#
# Ends with a line "N passed, N failed"; exit code 1 if something failed. See common.sh for the rest of the environment.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../common.sh
source "$here/../common.sh"

neovims=()
if [ -n "${NUMPY_CAPI_NVIM:-}" ]; then
    neovims=("$NUMPY_CAPI_NVIM")
else
    command -v nvim >/dev/null || install neovim || true
    ! command -v nvim >/dev/null || neovims=(nvim)
    if "$here/../debian-prefix.sh" trixie "$cache/debian-13" neovim hx >"$work/log" 2>&1; then
        neovims+=("$cache/debian-13/run nvim")
    fi
fi
[ ${#neovims[@]} -gt 0 ] || skip "no nvim, and it cannot be installed here"

# The configuration for a version is the first block below its heading, or the second or third.
documented Neovim 1 >"$work/0.11.lua"
documented Neovim 2 >"$work/0.8.lua"
documented Neovim 3 >"$work/0.7.lua"

passed=0 failed=0 skipped=0
for neovim in "${neovims[@]}"; do
    # Not quoted: the second is a program and its first argument.
    NUMPY_CAPI_DOCUMENTED=$work timeout --kill-after=10 180 \
        $neovim --headless --clean -n -c "luafile $here/test.lua" | tee "$work/log" || true
    if [[ $(tail -n 1 "$work/log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)? ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2])) skipped=$((skipped + ${BASH_REMATCH[4]:-0}))
    else
        echo "FAIL $neovim ended without a count" && failed=$((failed + 1))
    fi
done
[ "$skipped" = 0 ] && echo "$passed passed, $failed failed" || echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
