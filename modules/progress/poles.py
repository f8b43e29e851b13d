"""The modules as poles on a line, for the component of that name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coursesite.core.templatetags.ui import minutes
from modules.progress.queries import ModuleState


def way(states: Sequence[ModuleState]) -> list[dict[str, Any]]:
    """Done, here now (the one begun, else the first that is open), or later; always with words."""
    waiting = [state for state in states if state.module.is_open and not state.completed_at and not state.closed]
    current = next((state for state in waiting if state.is_begun), waiting[0] if waiting else None)
    return [
        {
            "label": state.module.pole or state.module.title,
            "url": state.module.url if state.closed else state.next_unit_url or state.module.url,
            "state": _mark(state, current),
            "note": note(state),
        }
        for state in states
    ]


def _mark(state: ModuleState, current: ModuleState | None) -> str:
    return "done" if state.completed_at else "current" if state is current else "later"


def note(state: ModuleState) -> str:
    if state.completed_at:
        return _("completed")
    if not state.module.is_open:
        return _("opens later")
    if state.closed:
        return state.closed.reason
    if state.followed_at:
        return _("gone through")
    if not state.is_begun:
        return minutes(state.module.minutes)
    return ngettext("%(seen)d lesson of %(count)d", "%(seen)d lessons of %(count)d", state.seen) % {
        "seen": state.seen,
        "count": state.units,
    }
