"""What a browser needs to hold back what it could not send yet."""

from base64 import b64encode

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def vault(request: HttpRequest) -> JsonResponse:
    """Who is signed in, the key that encrypts what this person's browsers hold back, and a token for forms.

    The key (AES, 256 bits, base64) is the same at each visit for as long as SECRET_KEY is: what was typed before a session ended
    is read after the next sign-in. `now` is the server's clock in milliseconds since 1970.
    """
    user = request.user
    key = salted_hmac("accounts.vault", str(user.pk), algorithm="sha256").digest()
    return JsonResponse(
        {
            "person": user.pk,
            "name": user.name,
            "key": b64encode(key).decode(),
            "token": get_token(request),
            "now": int(timezone.now().timestamp() * 1000),
        }
    )
