#!/usr/bin/env bash
# Runs a command with PEIL_TEST_DATABASE_URL naming a throwaway PostgreSQL: own folder, loopback
# only, nothing kept. PostgreSQL refuses to run as root, so root hands it to the user "postgres".
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)")
[ -x "$bin/initdb" ] || { echo "PostgreSQL is not installed: on Debian, apt-get install postgresql."; exit 1; }

folder=$(mktemp -d)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as() { runuser -u postgres -- "$@"; }
fi
stop() { as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$folder"
as "$bin/initdb" -D "$folder/data" -U peil -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c full_page_writes=off -c synchronous_commit=off" \
  start >/dev/null || { cat "$folder/log"; exit 1; }
cd - >/dev/null
PEIL_TEST_DATABASE_URL="postgresql://peil@127.0.0.1:$port/postgres" "$@"
