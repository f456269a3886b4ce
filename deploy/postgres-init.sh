#!/bin/bash
# Runs once, when the volume is new: one database for Holdfast and two for Temporal, each with an owner of its own.
set -euo pipefail
psql --username postgres --set ON_ERROR_STOP=1 \
  --set owner="$HOLDFAST_OWNER_DB_PASSWORD" --set temporal="$TEMPORAL_DB_PASSWORD" <<'SQL'
create role holdfast_owner login createrole password :'owner';
create database holdfast owner holdfast_owner;
create role temporal login password :'temporal';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
