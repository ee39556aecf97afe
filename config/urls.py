"""All addresses: includes only."""

from django.urls import include, path

from config import health

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("interviews.urls")),
    path("", include("questionbank.urls")),
    path("", include("scorecards.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "config.guards.bad_request"
handler429 = "accounts.views.gate.too_many"
handler500 = "config.guards.server_error"
