#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: the database and its three roles.
#   ct_owner   makes and changes tables (migrations); bound by row-level security
#   ct_app     web, worker and beat; bound by row-level security; owns nothing
#   ct_backup  reads everything for backups (BYPASSRLS), writes nothing
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" -v backup="$BACKUP_PASSWORD" <<'SQL'
CREATE ROLE ct_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'owner';
CREATE ROLE ct_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'app';
CREATE ROLE ct_backup LOGIN NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'backup';
ALTER ROLE ct_backup SET default_transaction_read_only = on;
CREATE DATABASE ct_portal OWNER ct_owner;
REVOKE ALL ON DATABASE ct_portal FROM PUBLIC;
GRANT CONNECT ON DATABASE ct_portal TO ct_app, ct_backup;
GRANT pg_read_all_data TO ct_backup;
SQL
