"""What somebody typed in a form that was refused: shown again on the page that says so, to be copied."""

from __future__ import annotations

import re

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

SECRET = ("csrf", "password", "code", "token")
# What forms say for themselves: identifiers, states, numbers, addresses of the site.
MACHINE = re.compile(r"[a-z0-9_:./?=&#-]{0,100}", re.ASCII)
ELSEWHERE = ("cross-site", "same-site")  # what browsers say of a form that is not of this very site


def typed_texts(request: HttpRequest | None) -> list[str]:
    """The words of the fields of a POST, each once, in order. Empty when the body could not be read.

    Empty too when another site sent it: whoever reads the page typed nothing, and our page would say what somebody else wrote.
    """
    if request is None or request.method != "POST" or request.headers.get("Sec-Fetch-Site") in ELSEWHERE:
        return []
    try:
        fields = request.POST
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return []
    found: dict[str, None] = {}
    for name, values in fields.lists():
        if not any(secret in name for secret in SECRET):
            found |= dict.fromkeys(text for value in values if not MACHINE.fullmatch(text := str(value).strip()))
    return list(found)
