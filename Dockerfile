# One image for web, worker, beat and migrate. Built from the locked requirements, every file checked against its hash.
FROM python:3.13-slim-trixie AS build
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /opt/iop && /opt/iop/bin/pip install --no-cache-dir --require-hashes -r /tmp/base.txt

FROM python:3.13-slim-trixie
# pg_dump and pg_restore, of the same major version as the compose file's server, for backup and restore.
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --uid 10001 iop \
 && install -d -o iop -g iop /srv/iop /srv/media /srv/backups
COPY --from=build /opt/iop /opt/iop
WORKDIR /srv/iop
COPY --chown=iop:iop . .
ENV PATH=/opt/iop/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=iop.settings.production \
    STATIC_ROOT=/srv/iop/staticfiles \
    MEDIA_ROOT=/srv/media
USER iop
# Collecting static files needs no database and no secret of the clinic: these settings serve nothing.
RUN DJANGO_SETTINGS_MODULE=iop.settings.build python manage.py collectstatic --no-input -v 0
EXPOSE 8000
CMD ["gunicorn", "iop.wsgi", "--config", "deploy/gunicorn.py"]
