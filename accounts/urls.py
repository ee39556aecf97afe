"""Addresses of accounts. Names are flat, since a page is found by its noun, not by its app."""

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts.views import imports, passwords

urlpatterns = [
    path("sign-in/", login_not_required(allauth_views.login), name="account_login"),
    path("sign-out/", login_not_required(allauth_views.logout), name="account_logout"),
    path("sign-up/", login_not_required(allauth_views.signup), name="account_signup"),
    path("sign-in/inactive/", login_not_required(allauth_views.account_inactive), name="account_inactive"),
    path("sign-in/reset/", passwords.forgotten, name="account_reset_password"),
    path("sign-in/password/", passwords.forgotten, name="forgotten"),
    path("password/<uid>/<token>/", passwords.choose, name="choose_password"),
    path("people/import/", imports.upload, {"kind": "people"}, name="people_import"),
    path("imports/<uuid:pk>/", imports.import_page, name="import"),
    path("imports/<uuid:pk>/start/", imports.import_start, name="import_start"),
    path("imports/<uuid:pk>/progress/", imports.import_progress, name="import_progress"),
]
