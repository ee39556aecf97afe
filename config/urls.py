"""All addresses: includes only."""

from django.urls import URLPattern, URLResolver, path

from config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
handler400 = "config.guards.bad_request"
handler500 = "config.guards.server_error"
