"""Pages, for any WSGI server: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- set up by the line above

from config.celery import give_up_quickly  # noqa: E402

settings.SECRET_KEY  # noqa: B018 -- without a key Django refuses: better now than when the first person signs in
give_up_quickly()
