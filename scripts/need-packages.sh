#!/bin/sh
# What the suite uses of Debian: a browser, a translation engine, and two mail servers (never started as services).
# They are installed if they are missing and we may.
set -eu
PATH="$PATH:/usr/sbin"
missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
command -v apertium >/dev/null 2>&1 || missing="$missing apertium"
apertium -l 2>/dev/null | grep -q '^ *eng-spa' || missing="$missing apertium-eng-spa"
command -v dovecot >/dev/null 2>&1 || missing="$missing dovecot-imapd"
command -v postfix >/dev/null 2>&1 || missing="$missing postfix"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing for the tests:$missing …"
  apt-get update -qq
  # RUNLEVEL keeps packages from starting their services: the tests start their own, in folders of their own.
  # shellcheck disable=SC2086
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  exit 0
fi
echo "relevo: the tests need what is missing here. On Debian and Ubuntu: apt-get install$missing" >&2
exit 2
