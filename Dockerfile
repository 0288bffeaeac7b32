# The site in production. Every dependency comes as a wheel, its hash checked: no compiler, no system library.
FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATA_DIR=/donnees

WORKDIR /site
COPY requirements-image.txt ./
RUN pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements-image.txt

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin site \
    && install --directory --owner site /donnees
COPY . .
# The image is refused here, not at night, when a static file names one that does not exist.
RUN SECRET_KEY=construction-seulement DATA_DIR=/tmp/construction \
    python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/construction

USER site
VOLUME /donnees
EXPOSE 8000

# The volume outlives the image: tables and static files are brought up to date at each start.
# With LOG_FORMAT=json the site writes each request's line itself: gunicorn's would hold the keys that are in paths.
CMD ["sh", "-c", "python manage.py migrate --noinput && python manage.py collectstatic --noinput --verbosity 0 && exec gunicorn --bind 0.0.0.0:8000 --worker-class gthread --workers ${WEB_CONCURRENCY:-3} --threads 4 --limit-request-line 8190 --worker-tmp-dir /dev/shm --no-control-socket federation.wsgi:application"]
