from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """What every template knows. Touches neither session nor user."""
    return {"DEMO": settings.DEMO, "SITE_URL": settings.SITE_URL}
