# Read by bin/test and .ci/run: what the tests take from the system. They give $work, a directory of their own.
# shellcheck shell=bash

find_browser() {
  local name
  for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$name" ] && command -v "$name" && return
  done
  name="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  [ -x "$name" ] && echo "$name"
}

find_postgres() { # the directory of initdb and pg_ctl, the newest first
  local where
  for where in $(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -rV) \
    /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
    [ -x "$where/initdb" ] && [ -x "$where/pg_ctl" ] && echo "$where" && return
  done
  command -v initdb >/dev/null && command -v pg_ctl >/dev/null && dirname "$(command -v initdb)"
}

# As root on Debian, what is missing of it; anywhere else, nothing.
install_debian_packages() {
  local wanted=() name
  [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null || return 0
  # The same engine without the windows that nobody sees: half the time of a test. Alone, not every Debian has it.
  [ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null || install_packages chromium-headless-shell
  [ -n "$(find_browser)" ] || wanted+=(chromium)
  [ -n "${TEST_DATABASE_URL:-}" ] || [ -n "$(find_postgres)" ] || wanted+=(postgresql)
  for name in libatomic1 fonts-liberation fonts-noto-core fonts-noto-cjk; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || wanted+=("$name")
  done
  [ ${#wanted[@]} -eq 0 ] && return
  # Said only when it fails; what is then missing is named below, as on any other system.
  install_packages "${wanted[@]}" || tail -15 "$work/apt" >&2
}

install_packages() { # name…
  echo "Installation des paquets Debian : $*…"
  export DEBIAN_FRONTEND=noninteractive
  [ -n "$lists_read" ] || apt-get update -qq >"$work/apt" 2>&1 || return
  lists_read=1
  apt-get install -y -qq --no-install-recommends "$@" >"$work/apt" 2>&1
}
lists_read=
