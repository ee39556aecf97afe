"""Addresses of accounts. Names are flat, since a page is found by its noun, not by its app; those that begin with `account_` or
`mfa_` are the ones allauth looks for.
"""

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts.views import audit, gate, imports, me, passwords, people, second_factor, vault
from accounts.views.founding import founding

urlpatterns = [
    path("sign-in/", gate.sign_in, name="account_login"),
    path("sign-out/", gate.sign_out, name="account_logout"),
    path("sign-up/", login_not_required(allauth_views.signup), name="account_signup"),
    path("sign-in/inactive/", login_not_required(allauth_views.account_inactive), name="account_inactive"),
    path("sign-in/password/", passwords.forgotten, name="forgotten"),
    path("password/<uid>/<token>/", passwords.choose, name="choose_password"),
    path("sign-in/code/", second_factor.code, name="mfa_authenticate"),
    path("sign-in/again/", second_factor.again_by_password, name="account_reauthenticate"),
    path("sign-in/again/code/", second_factor.again_by_code, name="mfa_reauthenticate"),
    path("company/", founding, name="founding"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/roles/", people.roles, name="roles"),
    path("people/<int:pk>/deactivation/", people.deactivation, name="deactivation"),
    path("people/<int:pk>/reactivation/", people.reactivation, name="reactivation"),
    path("people/<int:pk>/invitation/", people.invitation, name="invitation"),
    path("audit/", audit.audit, name="audit"),
    path("me/", me.me, name="me"),
    path("me/vault/", vault.vault, name="vault"),
    path("me/hours/", me.my_hours, name="my_hours"),
    path("me/password/", passwords.own_password, name="own_password"),
    path("me/sessions/end/", me.sessions_end, name="sessions_end"),
    path("me/sessions/<uuid:uid>/end/", me.session_end, name="session_end"),
    path("me/second-factor/", second_factor.overview, name="mfa_index"),
    path("me/second-factor/on/", second_factor.switch_on, name="mfa_activate_totp"),
    path("me/second-factor/off/", second_factor.switch_off, name="mfa_deactivate_totp"),
    path("me/recovery-codes/", second_factor.recovery_codes, name="mfa_view_recovery_codes"),
    path("me/recovery-codes/new/", second_factor.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/recovery-codes/file/", second_factor.recovery_codes_file, name="mfa_download_recovery_codes"),
    path("people/import/", imports.upload, {"kind": "people"}, name="people_import"),
    path("imports/<uuid:pk>/", imports.import_page, name="import"),
    path("imports/<uuid:pk>/start/", imports.import_start, name="import_start"),
    path("imports/<uuid:pk>/progress/", imports.import_progress, name="import_progress"),
]
