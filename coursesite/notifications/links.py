from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse


def absolute(
    name: str,
    args: Sequence[Any] | Any = (),
    *,
    kwargs: dict[str, Any] | None = None,
    query: dict[str, Any] | None = None,
    anchor: str = "",
) -> str:
    """The whole address of a page, in the language of the moment, for mails: never built from the request's host.

    `args`: one value, or a list of them.
    """
    if isinstance(args, (str, bytes)) or not isinstance(args, Sequence):
        args = [args]
    address = settings.SITE_URL + reverse(name, args=list(args) or None, kwargs=kwargs)
    if query:
        address += "?" + urlencode(query)
    return f"{address}#{anchor}" if anchor else address
