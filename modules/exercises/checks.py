"""What is missing in an exercise, said so that an editor can mend it. Empty list: it may be published."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from modules.exercises.content import Content
from modules.exercises.kinds import rules_of


def faults(content: Content) -> list[str]:
    return [*_repeated(content), *rules_of(content.kind).faults(content)]


def _repeated(content: Content) -> list[str]:
    found = []
    for keys in ([item.key for item in content.items], content.option_keys, [one.key for one in content.passages if one.key]):
        twice = [key for key, count in Counter(keys).items() if count > 1]
        if twice:
            found.append(_("The key “%(key)s” is used twice: empty one of them, a new key will be drawn.") % {"key": twice[0]})
    texts = Counter((item.round, item.text.strip().casefold()) for item in content.items)
    if twice_said := [text for (_round, text), count in texts.items() if count > 1]:
        found.append(_("Two items say the same: “%(text)s”.") % {"text": twice_said[0]})
    return found
