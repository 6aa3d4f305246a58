#!/bin/sh
# Run once by the postgres image on an empty volume: the two roles, with the passwords their addresses carry.
set -eu

# postgres://role:password@host:port/database → password (letters, digits, - and _ only: nothing is unescaped here)
password() { printf '%s' "$1" | sed -E 's#^[a-z]+://[^:/@]+:([A-Za-z0-9_-]+)@.*$#\1#'; }

owner=$(password "$DATABASE_OWNER_URL")
app=$(password "$DATABASE_URL")
case "$owner$app" in
    *://*) echo "The passwords of DATABASE_URL and DATABASE_OWNER_URL: letters, digits, - and _ only." >&2; exit 1 ;;
esac

psql --set ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname postgres <<SQL
\set owner '$owner'
\set app '$app'
CREATE ROLE veille_owner LOGIN PASSWORD :'owner';
CREATE ROLE veille_app LOGIN PASSWORD :'app';
CREATE DATABASE veille OWNER veille_owner;
REVOKE ALL ON DATABASE veille FROM PUBLIC;
GRANT CONNECT ON DATABASE veille TO veille_app;
SQL
