"""Messages are made here, one recipient a row; mail leaves. Twice the same row gives the same Message-ID."""

from __future__ import annotations

import hashlib
import logging
import re
import smtplib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from coursesite.accounts.models import User
from coursesite.accounts.sealing import Unsealable, unseal
from coursesite.core.outbox import Lane, Outage, handles
from coursesite.notifications.actions import keep
from coursesite.notifications.base import NoLongerDue, Notification, registered
from coursesite.notifications.enums import Delivery
from coursesite.notifications.leaving import address_to_stop

logger = logging.getLogger(__name__)
BREAKS = re.compile(r"[^\S\u00a0\u202f]+")  # any space but those that do not break: a subject is typeset as a page is


@handles("mail")
@handles("awaited-mail", lane=Lane.AT_ONCE)
def send(payload: dict[str, Any], *, key: str) -> None:
    """Keeps one promised message in the site, and sends it if the person wishes so. Whoever left, and whatever has gone since, is
    passed over in silence."""
    notification = registered()[payload["notification"]]
    person = User.objects.filter(pk=payload["person"], is_active=True).first() if "person" in payload else None
    if "person" in payload and person is None:
        _passed_over(key, "person")
        return
    try:
        secrets = unseal(payload["sealed"], seconds=payload["seconds"]) if "sealed" in payload else {}
        language = person.language if person else payload["language"]
        with translation.override(language):
            context = {"person": person, **notification.context({**payload["payload"], **secrets})}
            if person is not None:
                told = {"subject": subject_of(notification, context), "link": context.get("link") or context.get("url", "")}
                if keep(notification, person=person, **told, promise=key) != Delivery.AT_ONCE:
                    return
            message = compose(notification, context, to=person.email if person else secrets["email"], key=key)
    except (ObjectDoesNotExist, NoLongerDue, Unsealable) as reason:
        _passed_over(key, type(reason).__name__)
    else:
        deliver(message)


def _passed_over(key: str, reason: str) -> None:
    logger.info("mail.passed_over", extra={"key": key, "reason": reason})


def compose(notification: Notification, context: dict[str, Any], *, to: str, key: str) -> EmailMultiAlternatives:
    _subject, text, html = notification.templates
    context = {"site_url": settings.SITE_URL, **context}
    headers = {"Message-ID": message_id(key), "Auto-Submitted": "auto-generated"}
    if context.get("person") and notification.stoppable:
        context["stop_url"] = address_to_stop(context["person"], notification.stoppable)
        headers |= {"List-Unsubscribe": f"<{context['stop_url']}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(subject_of(notification, context), plain(text, context), to=[to], headers=headers)
    message.attach_alternative(render_to_string(html, context), "text/html")
    return message


def subject_of(notification: Notification, context: dict[str, Any]) -> str:
    return BREAKS.sub(" ", plain(notification.templates[0], context)).strip()


def plain(name: str, context: dict[str, Any]) -> str:
    """A template of plain text: nothing in it is escaped for HTML."""
    text = get_template(name).template.render(Context(context, autoescape=False))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def message_id(key: str) -> str:
    """The same promise has the same id for ever, so that a receiver can tell a repeat."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{urlsplit(settings.SITE_URL).hostname}>"


def deliver(message: EmailMultiAlternatives) -> None:
    """Sends, and tells « not now » (`Outage`) from « no » (any other exception)."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        if codes and all(400 <= code < 500 for code in codes):
            raise _outage(error, codes[0]) from error
        raise
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError) as error:
        raise _outage(error, getattr(error, "smtp_code", "")) from error  # no message was judged: the server is not open to us
    except smtplib.SMTPResponseException as error:
        if 400 <= error.smtp_code < 500:
            raise _outage(error, error.smtp_code) from error
        raise
    except smtplib.SMTPException:
        raise
    except OSError as error:  # no connection, no name, no time, no room left on the disk
        raise _outage(error, type(error).__name__) from error


def _outage(error: Exception, code: int | str) -> Outage:
    outage = Outage(type(error).__name__)
    outage.code = code  # type: ignore[attr-defined]  (what the outbox keeps of an error: class and code, never its text)
    return outage
