#!/bin/sh
# Brings Temporal's two databases to the version of its server. Safe at each start.
set -eu
for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%%:*}
  # Fails where it was done before; a real fault shows in the next command.
  temporal-sql-tool --database "$database" setup-schema --version 0.0 || true
  temporal-sql-tool --database "$database" update-schema --schema-name "postgresql/v12/${pair##*:}"
done
