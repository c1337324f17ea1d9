# The production image: bootstrap, web, worker and beat are one image with another word
# (docker/entrypoint.sh). Node is in the first stage only.
#
# Debian 13 throughout, because its PostgreSQL client is 17, the server of docker-compose.yml:
# pg_dump refuses a server that is newer than itself.

FROM node:22-trixie-slim AS assets
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY assets assets
RUN npm run build

FROM python:3.11-slim-trixie AS packages
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-deps --only-binary :all: --require-hashes -r /tmp/requirements.txt

# PgBouncer for those who want it (profile `pooler`); not part of the application's image.
FROM debian:trixie-slim AS pooler
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends pgbouncer \
    && rm -rf /var/lib/apt/lists/*
COPY docker/pooler.sh /usr/local/bin/pooler.sh
USER 65534
EXPOSE 6432
ENTRYPOINT ["/usr/local/bin/pooler.sh"]

FROM python:3.11-slim-trixie AS application
# Letters: Pango lays out, harfbuzz-subset embeds fonts quickly, DejaVu stands behind our own face.
# Backups: pg_dump of the server's major version.
# Not pinned to versions: Debian removes a version from its archive when it mends it.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/ct_portal --shell /usr/sbin/nologin ct_portal \
    && install -d -o ct_portal -g ct_portal /srv/storage
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    FONTCONFIG_FILE=/etc/fonts/ct_portal.conf \
    STORAGE_DIR=/srv/storage \
    ALIVE_FILE=/tmp/alive \
    WEB_BIND=0.0.0.0:8000
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/ct_portal
COPY . .
COPY --from=assets /src/build build
COPY docker/fonts.conf /etc/fonts/ct_portal.conf
# Collecting static files opens no connection; DEBUG=1 lets the settings do without the rest.
RUN DEBUG=1 SERVE_UNCOLLECTED=0 SECRET_KEY=build DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q .
# The code belongs to root: what runs can write to the storage and to /tmp only.
USER 10001
VOLUME /srv/storage
EXPOSE 8000
ENTRYPOINT ["/srv/ct_portal/docker/entrypoint.sh"]
CMD ["web"]
