#!/bin/sh
# PgBouncer in transaction mode in front of PostgreSQL, for the application's role only.
# From the environment: SERVER_HOST, SERVER_PORT, APP_USER, APP_PASSWORD, POOL_SIZE, POOLER_PORT.
# Transaction mode is safe here: every scope is set for one transaction (docs/adr/0005), and no
# server-side cursor or prepared statement is used.
set -eu
umask 077
folder=$(mktemp -d)
printf '"%s" "%s"\n' "${APP_USER:-ct_app}" "${APP_PASSWORD:?is missing from the environment}" >"$folder/users"
cat >"$folder/settings" <<SETTINGS
[databases]
* = host=${SERVER_HOST:-postgres} port=${SERVER_PORT:-5432}
[pgbouncer]
listen_addr = *
listen_port = ${POOLER_PORT:-6432}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = $folder/users
pool_mode = transaction
default_pool_size = ${POOL_SIZE:-10}
max_client_conn = 500
log_connections = 0
log_disconnections = 0
SETTINGS
exec pgbouncer "$folder/settings"
