#!/usr/bin/env bash
# The server in a real Emacs with eglot, in batch mode, with the configuration of docs/editors.md.
#
#   NUMPY_CAPI_EMACS      Emacs 28 or later; default: what is on PATH, or Debian's package (root only)
#
# Ends with a line "N passed, N failed"; exit code 1 if something failed. See common.sh for the rest of the environment.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../common.sh
source "$here/../common.sh"

emacs=${NUMPY_CAPI_EMACS:-$(command -v emacs || true)}
# Emacs 29 and later bring eglot along; older ones take it from a package of its own.
has_eglot() {
    [ -n "$emacs" ] && "$emacs" --batch --eval "(progn (mapc (lambda (directory) (add-to-list 'load-path directory)) \
        (file-expand-wildcards \"/usr/share/emacs/site-lisp/elpa/*\")) (require 'eglot))" >/dev/null 2>&1
}
if ! has_eglot; then
    install emacs-nox elpa-eglot || skip "no Emacs with eglot, and they cannot be installed here"
    emacs=$(command -v emacs)
    has_eglot || skip "this Emacs has no eglot"
fi

documented "Emacs, eglot" >"$work/documented.el"
export HOME=$work NUMPY_CAPI_DOCUMENTED=$work/documented.el
timeout --kill-after=10 180 "$emacs" --batch -Q -l "$here/test.el"
