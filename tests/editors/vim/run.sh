#!/usr/bin/env bash
# The server in a real Vim with ALE, in a terminal that nobody sees, with the configuration of docs/editors.md.
#
# Ends with a line "N passed, N failed"; exit code 1 if something failed. See common.sh for the environment.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../common.sh
source "$here/../common.sh"

ale=/usr/share/vim-ale
{ command -v vim && command -v tmux; } >/dev/null && [ -d "$ale" ] || install vim vim-ale tmux ||
    skip "no Vim with ALE, and they cannot be installed here"

{
    echo "set nocompatible hidden noswapfile shortmess+=I updatetime=100 mouse="
    echo "set runtimepath^=$ale"
    echo "filetype plugin on"
    # Other linters would start compilers; hints in the line are how this test sees a finding.
    echo "let g:ale_linters = {'c': ['numpy-capi-lsp']}"
    echo "let g:ale_virtualtext_cursor = 1 | let g:ale_virtualtext_delay = 10 | let g:ale_hover_cursor = 0"
    documented "Vim, ALE"
} >"$work/vimrc"
timeout --kill-after=10 180 python3 "$here/test.py" "$work/vimrc"
