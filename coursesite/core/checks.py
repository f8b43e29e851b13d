"""System checks: what would break later is said at start."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.database)
def sqlite_takes_its_lock_at_begin(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias, database in settings.DATABASES.items():
        if database["ENGINE"].endswith("sqlite3") and database.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
            hint = 'OPTIONS["transaction_mode"] = "IMMEDIATE": otherwise concurrent writes fail as « database is locked ».'
            found.append(Error(f"SQLite of {alias!r} does not use IMMEDIATE transactions.", hint=hint, id="core.E001"))
    return found


@register(Tags.database)
def evidence_is_frozen(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    from coursesite.core.frozen import missing

    return [
        checks.Warning(f"Nothing refuses changes of evidence: {name} is missing.", hint="manage.py migrate", id="core.W008")
        for alias in databases or ()
        for name in missing(alias)
    ]


@register(Tags.security)
def no_raw_html_block(**kwargs: Any) -> list[CheckMessage]:
    from wagtail.blocks import RawHTMLBlock
    from wagtail.fields import StreamField
    from wagtail.models import get_page_models

    def raw(block: Any) -> bool:
        children = getattr(block, "child_blocks", {}).values()
        child = getattr(block, "child_block", None)
        return isinstance(block, RawHTMLBlock) or any(raw(one) for one in [*children, *([child] if child else [])])

    return [
        Error(f"{model.__name__}.{field.name} takes raw HTML.", hint="Use a typed block.", id="core.E002")
        for model in get_page_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField) and raw(field.stream_block)
    ]


@register(Tags.security, deploy=True)
def secrets_are_set(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.SECRET_KEY == settings.DEMO_SECRET_KEY:
        found.append(Error("SECRET_KEY is the one of the demo.", hint="Write 50 random characters.", id="core.E003"))
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        found.append(checks.Warning("Mail goes to the console.", hint="Set EMAIL_URL.", id="core.W004"))
    if not settings.CREDENTIAL_KEYS:
        hint = "Set CREDENTIAL_KEYS, or passwords of external record stores cannot be kept."
        found.append(checks.Warning("No key to encrypt credentials.", hint=hint, id="core.W005"))
    return found


@register(Tags.security, deploy=True)
def the_crowd_is_counted_apart(**kwargs: Any) -> list[CheckMessage]:
    """In a folder it has its own. Of one Redis, its memory is shared: full, it would drive away the counters of sign-in, or refuse them."""
    kept, crowd = settings.CACHES["default"], settings.CACHES.get("crowd", {})
    if not kept["BACKEND"].endswith("RedisStore") or kept.get("LOCATION") != crowd.get("LOCATION"):
        return []
    hint = "Set CROWD_CACHE_URL to another instance of Redis, with a limit of memory of its own."
    return [checks.Warning("What anybody may fill shares its memory with the counters of sign-in.", hint=hint, id="core.W009")]


@register(Tags.security)
def data_is_for_the_site_alone(**kwargs: Any) -> list[CheckMessage]:
    """Database, attachments, mail of the demo and certificates are there.

    A cache kept in a folder of its own too: what is read back from it is unpickled, so whoever writes there runs code here.
    """
    folders = {"DATA_DIR": settings.DATA_DIR}
    for name, address in (("default", "CACHE_URL"), ("crowd", "CROWD_CACHE_URL")):
        cache = settings.CACHES.get(name, {})
        if cache.get("BACKEND", "").endswith(".FileStore") and Path(cache["LOCATION"]) not in folders.values():
            folders[address] = Path(cache["LOCATION"])
    found: list[CheckMessage] = []
    for name, folder in folders.items():
        rights = stat.S_IMODE(folder.stat().st_mode) if folder.is_dir() else 0  # the store makes its folder, for itself alone
        if rights & 0o077:
            message = f"{name} may be opened by other accounts of the machine ({rights:o})."
            found.append(checks.Warning(message, hint=f"chmod 700 {folder}", id="core.W007"))
    return found


@register(deploy=True)
def renderer_is_whole(**kwargs: Any) -> list[CheckMessage]:
    from coursesite.core.documents import renderer_faults

    return [
        Error(fault, hint="apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", id="core.E006")
        for fault in renderer_faults()
    ]
