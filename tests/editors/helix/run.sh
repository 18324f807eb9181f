#!/usr/bin/env bash
# The server in a real Helix beside clangd, in a terminal that nobody sees, with the configuration of docs/editors.md.
#
#   NUMPY_CAPI_HELIX      Helix 23.10 or later; default: what is on PATH, or Debian 13's, unpacked for this test
#
# Ends with a line "N passed, N failed"; exit code 1 if something failed. See common.sh for the rest of the environment.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../common.sh
source "$here/../common.sh"

command -v tmux >/dev/null || install tmux || skip "no tmux, and it cannot be installed here"
command -v clangd >/dev/null || install clangd || echo "without clangd, which cannot be installed here"

helix=(${NUMPY_CAPI_HELIX:-$(command -v hx || true)})
if [ ${#helix[@]} = 0 ]; then
    "$here/../debian-prefix.sh" trixie "$cache/debian-13" neovim hx >"$work/log" 2>&1 ||
        skip "no Helix, and Debian's cannot be unpacked here"
    helix=("$cache/debian-13/run" hx)
fi
"${helix[@]}" --version

export XDG_CONFIG_HOME=$work/config
mkdir -p "$XDG_CONFIG_HOME/helix"
# With hovers taken from clangd, as the text says below the block: older versions ask one server only.
without_hover=$(grep -oE '\{ name = "clangd", except-features = \["hover"\] \}' "$repository/docs/editors.md")
documented Helix | sed "s/\"clangd\"/$without_hover/" >"$XDG_CONFIG_HOME/helix/languages.toml"
grep -q except-features "$XDG_CONFIG_HOME/helix/languages.toml" || fail "docs/editors.md has another configuration"
timeout --kill-after=10 180 python3 "$here/test.py" "${helix[@]}"
