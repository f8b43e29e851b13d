"""Messages to a person: one class per message, in the `notifications.py` of the room it speaks of.

    @register
    class WorksheetReturned(Notification):
        key = "worksheets.returned"
        topic = Topic.ANSWERS
        template = "worksheets/emails/returned"    # + .subject.txt, .txt, .html

        def context(self, payload: dict) -> dict:
            return {"submission": Submission.objects.get(pk=payload["submission"])}

The subject, and `link` (or `url`) of the context, are what is kept in the site's list of messages.
`context` runs in the worker, when the mail leaves. If it raises `DoesNotExist` or `NoLongerDue`, nobody is written to.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.utils.module_loading import autodiscover_modules

from coursesite.notifications.enums import NEEDED, Topic


class NoLongerDue(Exception):
    """What the message was about has gone, or has been settled since."""


class Notification:
    key: ClassVar[str]
    template: ClassVar[str]
    topic: ClassVar[Topic]  # by which people choose how they are told
    in_site: ClassVar[bool] = True  # False for what opens something: a code, the link to a new password

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        """What the three templates need. `payload` holds the ids given to `notify`, with what was sealed beside them."""
        return {}

    @property
    def stoppable(self) -> str:
        """What the link under the mail stops, if anything (`leaving.py`)."""
        return "" if self.topic in NEEDED else self.topic.value

    @property
    def templates(self) -> tuple[str, str, str]:
        return f"{self.template}.subject.txt", f"{self.template}.txt", f"{self.template}.html"


N = TypeVar("N", bound=Notification)
_registry: dict[str, Notification] = {}
_discovered = False


def register(cls: type[N]) -> type[N]:
    if cls.key in _registry and type(_registry[cls.key]) is not cls:
        raise ValueError(f"two notifications named {cls.key!r}")
    _registry[cls.key] = cls()
    return cls


def registered() -> dict[str, Notification]:
    """Every message of every room, by key."""
    global _discovered
    if not _discovered:
        autodiscover_modules("notifications")
        _discovered = True
    return _registry
