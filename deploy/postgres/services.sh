#!/bin/sh
# A database and a role for each service, closed to all the others; running it again changes nothing.
set -eu
for service in gateway conversation retrieval ticketing analytics; do
    variable="POSTGRES_$(echo "$service" | tr '[:lower:]' '[:upper:]')_PASSWORD"
    ROLE_PASSWORD=$(printenv "$variable")
    export ROLE_PASSWORD
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set role="$service" \
        --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv password ROLE_PASSWORD
select format('create role %I', :'role') where not exists (select from pg_roles where rolname = :'role') \gexec
alter role :"role" login nosuperuser nocreatedb nocreaterole password :'password';
alter role :"role" set statement_timeout = '15s';
alter role :"role" set idle_in_transaction_session_timeout = '10s';
select format('create database %I owner %I', :'role', :'role')
    where not exists (select from pg_database where datname = :'role') \gexec
revoke all on database :"role" from public;
SQL
done
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --command 'revoke all on database postgres, template1 from public'
