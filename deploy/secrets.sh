#!/bin/sh
# Makes the secrets that docker-compose.yml reads, in a folder that only you can look into.
#
#   deploy/secrets.sh [FOLDER]        (./secrets where none is named)
#
# Passwords are random; a folder that is there already is left as it is. The files themselves are
# for all to read, since Compose shows them in containers whose users are not you.
set -eu
folder=${1:-secrets}
postgres=${PODIUM_POSTGRES:-postgres:5432}
server=${PODIUM_SERVER:-http://server:4200/api}

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
put() { printf '%s\n' "$2" > "$folder/$1"; chmod 444 "$folder/$1"; }

mkdir -m 700 "$folder"
lake=$(random) prefect=$(random) api=$(random)
put postgres_password "$(random)"
put lake_password "$lake"
put prefect_password "$prefect"
put podium_lake "postgresql://lake:$lake@$postgres/lake"
put podium_scheduler "postgresql://prefect:$prefect@$postgres/prefect"
put prefect_server "active = \"podium\"
[profiles.podium]
PREFECT_SERVER_DATABASE_CONNECTION_URL = \"postgresql+asyncpg://prefect:$prefect@$postgres/prefect\"
PREFECT_SERVER_API_AUTH_STRING = \"podium:$api\"
PREFECT_API_AUTH_STRING = \"podium:$api\""
put prefect_client "active = \"podium\"
[profiles.podium]
PREFECT_API_URL = \"$server\"
PREFECT_API_AUTH_STRING = \"podium:$api\""
put receivers '# NAME: ADDRESS, each to where alerts go; docs/alerts.md has the forms.
{}'
echo "made $folder; the Prefect pages ask for podium:$api"
