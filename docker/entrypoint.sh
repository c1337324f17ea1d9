#!/bin/sh
# What a container of the image does; the last step is always exec, so that signals reach it.
#   bootstrap [--demo]  migrate as the owner role, grant the application role, end; repeatable
#   web | worker | beat run that process until SIGTERM
#   manage COMMAND ...  a management command
# Exit code 2 and one sentence: an unknown word, or settings that are missing or wrong.
set -eu
cd "$(dirname "$0")/.."

refuse() {
    echo "$1" >&2
    exit 2
}

require() {
    missing=""
    for name in "$@"; do
        eval "value=\${$name:-}"
        # shellcheck disable=SC2154  # value is set by eval
        [ -n "$value" ] || missing="${missing:+$missing, }$name"
    done
    [ -z "$missing" ] || refuse "Missing from the environment: $missing."
}

usage="Say what to do: bootstrap, web, worker, beat, or manage COMMAND."
[ $# -gt 0 ] || refuse "$usage"
what=$1
shift

case $what in
bootstrap | web | worker | beat | manage) ;;
*) refuse "'$what' is not known. $usage" ;;
esac

require SECRET_KEY DATABASE_URL REDIS_URL
if [ "${DEMO:-0}" != 1 ] && [ "${DEBUG:-0}" != 1 ]; then
    require BASE_URL EMAIL_URL DEFAULT_FROM_EMAIL STORAGE_DIR
fi
[ "$what" != bootstrap ] || require DATABASE_OWNER_URL

# WAIT_SECONDS=0: whoever starts this knows that the database is there.
[ "${WAIT_SECONDS:-60}" = 0 ] || python -m ct_portal.waiting

case $what in
bootstrap)
    exec python manage.py bootstrap "$@"
    ;;
web)
    exec python -m gunicorn --config python:ct_portal.serving "$@"
    ;;
worker)
    # It takes from all queues by urgency, and its processes are replaced as they age: settings.
    # Letters may wait a moment longer for the processor; whoever waits for a page may not.
    exec nice -n "${WORKER_NICENESS:-10}" \
        python -m celery -A ct_portal --quiet worker --concurrency "${WORKER_PROCESSES:-2}" \
        --without-gossip --without-mingle "$@"
    ;;
beat)
    exec python -m celery -A ct_portal --quiet beat \
        --schedule "${BEAT_SCHEDULE:-/tmp/beat-schedule}" --pidfile= "$@"
    ;;
manage)
    exec python manage.py "$@"
    ;;
esac
