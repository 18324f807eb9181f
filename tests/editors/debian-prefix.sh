#!/usr/bin/env bash
# debian-prefix.sh SUITE DIRECTORY PACKAGE...: unpacks packages of another Debian suite with all that they depend on, libc
# included, into DIRECTORY, and touches nothing of this machine's own packages. DIRECTORY/run PROGRAM ARGUMENTS... starts a
# program there; what that starts uses this machine's libraries. Does nothing where it was done before.
set -euo pipefail

suite=$1 directory=$2
shift 2
mark="$directory/ok-$suite-$*"
mark=${mark// /-}
[ -e "$mark" ] && exit 0
[ "$(dpkg --print-architecture)" = amd64 ] || { echo "only written for amd64" >&2; exit 1; }

# The mirror that this machine uses already.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null |
    grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ') || true
mirror=${mirror:-http://deb.debian.org/debian}

rm -rf "$directory"
state=$directory/apt
mkdir -p "$state"/{lists/partial,cache/archives/partial} "$directory"/root/usr/{lib,lib64,bin,sbin}
: >"$state/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$state/sources.list"
cat >"$state/apt.conf" <<CONF
Dir::Etc::sourcelist "$state/sources.list"; Dir::Etc::sourceparts "/dev/null"; Dir::Etc::preferencesparts "/dev/null";
Dir::Etc::parts "/dev/null"; Dir::State "$state"; Dir::State::status "$state/status"; Dir::Cache "$state/cache";
Debug::NoLocking "1"; APT::Install-Recommends "0"; APT::Architecture "amd64"; APT::Sandbox::User "root";
Acquire::Languages "none"; Acquire::Check-Valid-Until "false";
CONF
export APT_CONFIG=$state/apt.conf
apt-get -qq update
apt-get -qq -y --download-only install "$@" >/dev/null

# These are links in Debian, and packages name files through them.
for name in lib lib64 bin sbin; do ln -s "usr/$name" "$directory/root/$name"; done
for package in "$state"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C "$directory/root"
done
rm -rf "$state"

cat >"$directory/run" <<'RUN'
#!/bin/sh
root=$(cd "$(dirname "$(readlink -f "$0")")/root" && pwd)
program=$1
shift
case $program in
    nvim) export VIMRUNTIME="$root/usr/share/nvim/runtime"; set -- --cmd "set runtimepath+=$root/usr/lib/nvim" "$@" ;;
    hx) export HELIX_RUNTIME="$root/usr/lib/hx/runtime" ;;
esac
exec "$root/usr/lib64/ld-linux-x86-64.so.2" --library-path "$root/usr/lib/x86_64-linux-gnu" --argv0 "$root/usr/bin/$program" \
    "$root/usr/bin/$program" "$@"
RUN
chmod +x "$directory/run"
touch "$mark"
