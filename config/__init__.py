"""The web project: settings, addresses, processes. It knows every app and holds no word of the domain."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
