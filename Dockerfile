# The production image: web, worker and beat are the same image with another command.

FROM node:22-bookworm-slim AS assets
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY assets assets
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-deps --only-binary :all: --require-hashes -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
# Letters: Pango lays out, harfbuzz-subset embeds fonts quickly, DejaVu stands behind our own face.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/ct_portal --shell /usr/sbin/nologin ct_portal \
    && install -d -o ct_portal -g ct_portal /srv/storage /srv/ct_portal
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/ct_portal
COPY . .
COPY --from=assets /src/build build
COPY docker/fonts.conf /etc/fonts/ct_portal.conf
# Collecting static files opens no connection; the values only satisfy the settings.
RUN SECRET_KEY=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
    /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    FONTCONFIG_FILE=/etc/fonts/ct_portal.conf \
    STORAGE_DIR=/srv/storage
USER ct_portal
VOLUME /srv/storage
EXPOSE 8000
CMD ["gunicorn", "ct_portal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--preload", "--no-control-socket"]
