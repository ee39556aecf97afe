# The image of web, live, worker, beat and migrate; docker-compose.yml says which is which.
FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /packages
COPY requirements/base.txt /requirements.txt
RUN /packages/bin/pip install --require-hashes --only-binary=:all: --requirement /requirements.txt

FROM python:3.13-slim
ENV PATH=/packages/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings MEDIA_ROOT=/media
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin fairloop \
    && install --directory --owner=fairloop --mode=700 /media
COPY --from=packages /packages /packages
WORKDIR /app
COPY manage.py ./
COPY accounts accounts
COPY questionbank questionbank
COPY interviews interviews
COPY scorecards scorecards
COPY config config
COPY templates templates
COPY static static
# Collecting needs settings, and settings a key; this one signs nothing and is gone after the line.
RUN SECRET_KEY=only-for-this-line python manage.py collectstatic --no-input \
    && python -m compileall -q .
USER fairloop
VOLUME /media
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000"]
