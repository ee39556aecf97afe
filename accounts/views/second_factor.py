"""The second factor: codes of an authenticator app, and recovery codes for when the telephone is gone. The work is allauth's."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.views.gate import explained

View = Callable[..., HttpResponse]


def _ours(view: View) -> View:
    """This view of allauth with our statuses, and never from a cache."""

    def explain(request: HttpRequest) -> HttpResponse:
        return explained(view(request))

    return never_cache(require_http_methods(["GET", "POST"])(explain))


overview = _ours(base.index)
again_by_code = _ours(base.reauthenticate)
again_by_password = _ours(account.reauthenticate)
switch_on = _ours(totp.activate_totp)
switch_off = _ours(totp.deactivate_totp)
recovery_codes = _ours(recovery.view_recovery_codes)
new_recovery_codes = _ours(recovery.generate_recovery_codes)
recovery_codes_file = _ours(recovery.download_recovery_codes)
code = login_not_required(_ours(base.authenticate))
