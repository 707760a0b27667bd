#!/usr/bin/env bash
# Installs what the tests need from Debian, if anything is missing. Safe to run again.
set -euo pipefail

packages=(
  # the browser, and fonts for its pictures
  chromium fonts-dejavu-core
  # the webmail
  roundcube-core roundcube-sqlite3 roundcube-plugins roundcube-skin-larry roundcube-skin-classic
  dovecot-imapd php-cli
  # another webmail
  sogo memcached postgresql-15
  # the chat
  prosody
  # certificates, namespaces and process groups
  openssl util-linux procps
)

say() { printf 'prerequisites: %s\n' "$*" >&2; }

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  say "this machine has no apt. The tests need Chromium, Roundcube 1.6, SOGo 5.8, PostgreSQL 15, memcached, Dovecot, PHP with SQLite, Prosody and OpenSSL as Debian 12 has them."
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
    missing+=("$package")
  fi
done
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    say "not root, and there is no sudo. Please install: ${missing[*]}"
    exit 1
  fi
  as_root=(sudo)
fi

# No service of these packages is to start by itself: the tests start their own, in directories of their own.
policy=/usr/sbin/policy-rc.d
made_policy=no
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
  made_policy=yes
fi
tidy() {
  if [ "$made_policy" = yes ]; then "${as_root[@]}" rm -f "$policy"; fi
}
trap tidy EXIT

apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@"
}

say "installing ${missing[*]}"
if ! apt update >&2 || ! apt install -y --no-install-recommends "${missing[@]}" >&2; then
  say "apt could not install: ${missing[*]}"
  say "the tests need these packages of Debian 12; see apt's message above."
  exit 1
fi
