"""The link under a mail that stops one kind of mail: it names a person and a topic, asks for no sign-in and does nothing else (RFC 8058)."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from coursesite.accounts.models import User
from coursesite.notifications.enums import NEEDED, Delivery, Topic
from coursesite.notifications.links import absolute

SIGNER = Signer(salt="notifications.leaving")
STOPPABLE = {topic.value for topic in Topic if topic not in NEEDED} | {Delivery.DAILY.value}


def address_to_stop(person: User, what: str) -> str:
    return absolute("notifications:stop", [SIGNER.sign_object([str(person.public_id), what])])


def read(token: str) -> tuple[User, str] | None:
    """Whose mail, and which; None for anything that we did not write, and for whoever has left."""
    try:
        public_id, what = SIGNER.unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    return (person, what) if person is not None and what in STOPPABLE else None
