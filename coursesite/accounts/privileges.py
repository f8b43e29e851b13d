"""Who must use a second factor: asked of every room through the socket `privileges.py`, so that accounts knows no role."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from coursesite.accounts.roles import EDITORS


def holds_site_role(user: Any) -> bool:
    return user.is_superuser or user.groups.filter(name=EDITORS).exists()


def needs_mfa(user: Any) -> bool:
    """True for trainers, network officers, editors and administrators."""
    if holds_site_role(user):
        return True
    for room in settings.ROOMS:
        if room != "coursesite.accounts" and find_spec(f"{room}.privileges") is not None and import_module(f"{room}.privileges").needs_mfa(user):
            return True
    return False
