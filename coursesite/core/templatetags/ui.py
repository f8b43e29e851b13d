"""Small pieces of every page. Components that are only markup live in templates/components."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from coursesite.core import dates, guard, typed
from coursesite.core.markdown import render

register = template.Library()
register.filter("written", dates.written)


@register.simple_tag
def field(bound: BoundField, **extra: Any) -> SafeString:
    """A form field whole: label, help, control, error; the control names its help and error by aria-describedby."""
    ids = []
    if bound.help_text:
        ids.append(f"{bound.auto_id}-help")
    if bound.errors:
        ids.append(f"{bound.auto_id}-error")
    widget = bound.field.widget
    if ids:
        widget.attrs["aria-describedby"] = " ".join(ids)
    if bound.errors:
        widget.attrs["aria-invalid"] = "true"
    kind = type(widget).__name__
    grouped = kind in {"RadioSelect", "CheckboxSelectMultiple"}
    return render_to_string("components/field.html", {"field": bound, "kind": kind, "grouped": grouped, **extra})


@register.simple_tag(takes_context=True)
def typed_texts(context: template.Context) -> list[str]:
    """What the form that was just refused held."""
    return typed.typed_texts(context.get("request"))


@register.simple_tag
def named(*texts: str | None) -> list[tuple[str, str]]:
    """{% named text as names %}: what seems to point to a person in what somebody writes, for components/named.html."""
    return guard.named(*(text or "" for text in texts))


@register.filter
def prose(text: str) -> SafeString:
    """Text of a person, as clean paragraphs and lists."""
    return render(text or "")


@register.filter
def minutes(value: int | None) -> str:
    """90 → « 1 h 30 », 12 → « 12 min »."""
    hours, rest = divmod(int(value or 0), 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"


@register.filter
def weight(size: int | None) -> str:
    """Of a file, in thousands and millions of bytes: « 31 ko », « 3,1 Mo »."""
    size = int(size or 0)
    if size < 1_000_000:
        return _("%(size)s KB") % {"size": max(1, round(size / 1_000))}
    return _("%(size)s MB") % {"size": number_format(size / 1_000_000, 1)}


@register.filter
def since(moment: datetime | None) -> str:
    """The largest unit only: « 3 jours »."""
    return timesince(moment, timezone.now(), depth=1) if moment else ""
