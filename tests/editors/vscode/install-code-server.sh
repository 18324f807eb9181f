#!/usr/bin/env bash
# install-code-server.sh DIRECTORY: puts the real VS Code workbench and extension host (code-server) and the Node.js that
# it wants into DIRECTORY, from the npm registry and without a compiler. Does nothing where that is done already.
#
# Why not simply `npm install code-server`: that builds eight native modules (minutes, 600 MB) that no test needs. The
# pieces that count (terminal, file watcher, search) come prebuilt; without the others log files stay empty, no more.
set -euo pipefail

directory=${1:?give the directory to install into}
code_server_version=4.139.1
node_version=24.21.0
mark=ok-$code_server_version-$node_version

case $(uname -s)-$(uname -m) in
    Linux-x86_64) architecture=x64 ;;
    Linux-aarch64) architecture=arm64 ;;
    *) echo "there is no way here to install code-server on $(uname -s) $(uname -m)" >&2; exit 1 ;;
esac

mkdir -p "$directory"
cd "$directory"
[ -e "$mark" ] && exit 0
rm -rf bin code-server ./*.tgz

# Only the program itself: the rest of the Node.js package is headers and manuals.
tar -xzf "$(npm pack --silent "node-linux-$architecture@$node_version")" --strip-components=1 package/bin/node

# Extensions that play no part in C, and that are large or reach for the network.
unneeded=(copilot mermaid-markdown-features microsoft-authentication github ms-vscode.js-debug
    ms-vscode.vscode-js-profile-table ipynb notebook-renderers typescript-language-features tunnel-forwarding)
mkdir code-server
tar -xzf "$(npm pack --silent "code-server@$code_server_version")" --strip-components=1 -C code-server \
    "${unneeded[@]/#/--exclude=package/lib/vscode/extensions/}"
rm -f ./*.tgz

export PATH=$PWD/bin:$PATH
(cd code-server && npm ci --omit=dev --omit=optional --ignore-scripts --silent)
# Not `npm ci`: the lock file that comes with it is incomplete.
(cd code-server/lib/vscode && npm install --omit=dev --ignore-scripts --silent)

# 130 MB that nothing here loads.
rm -rf code-server/lib/vscode/node_modules/@github code-server/lib/vscode/node_modules/@microsoft/mxc-sdk
find code-server -name '*.map' -delete
touch "$mark"
