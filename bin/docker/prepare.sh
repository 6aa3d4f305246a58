#!/bin/sh
# Before a version answers: the database brought to its structure by its owner, the static files laid out.
set -eu
python manage.py check --deploy --fail-level WARNING
python manage.py prepare_database
python manage.py collectstatic --noinput
