"""What a form of a page without session carries: a one-time key, signed, bound to its link, good for half a day.

It says that the form was read here before it was sent, and lets a form sent twice count once. It names nobody.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from coursesite.core.errors import NotAllowed
from coursesite.core.typed import ELSEWHERE

if TYPE_CHECKING:
    from step_guides.reviews.models import ReadingLink

SALT, HALF_A_DAY = "reviews.reading", 12 * 3600


def form_key(link: ReadingLink) -> str:
    return signing.dumps([link.public_id.hex, secrets.token_urlsafe(9)], salt=SALT)


def key_of(request: HttpRequest, link: ReadingLink) -> str:
    """The one-time key of a form that was posted. Raises `NotAllowed` when another site sent it, or it was not read here, or too long ago."""
    origin = urlsplit(request.headers.get("Origin", "")).netloc  # « null » has none: what browsers say where no referrer is sent
    if request.headers.get("Sec-Fetch-Site") in ELSEWHERE or (origin and origin != request.get_host()):
        raise NotAllowed(_("This form was not sent from this site."), code="foreign_form")
    try:
        of, key = signing.loads(request.POST.get("form_token", ""), salt=SALT, max_age=HALF_A_DAY)
    except (signing.BadSignature, ValueError, TypeError):
        of = key = ""
    if of != link.public_id.hex:
        raise NotAllowed(
            _("This form was left open too long. Open the page again: what you wrote is below, to be copied."), code="stale_form"
        )
    return key
