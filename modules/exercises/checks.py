"""What is missing in an exercise, said so that an editor can mend it. Empty list: it may be published."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from modules.exercises.content import Content
from modules.exercises.enums import Kind


def faults(content: Content) -> list[str]:
    found = [*_repeated(content)]
    if content.kind == Kind.SORT:
        used = {item.answer for item in content.items}
        if len(content.categories) < 2:
            found.append(_("A sort needs two categories at least: with one, there is nothing to choose."))
        found += [
            _("No card belongs to the category “%(label)s”: add one, or take the category away.") % {"label": category.label}
            for category in content.categories
            if category.key not in used
        ]
    elif content.kind == Kind.ORDER:
        if len(content.items) < 2:
            found.append(_("Two steps at least are needed: with one, there is nothing to put in order."))
    else:
        rights = [item for item in content.items if item.answer]
        if len(content.items) < 2:
            found.append(_("Two choices at least are needed."))
        if not rights:
            found.append(_("No choice is to be ticked: mark at least one as right."))
        elif len(rights) == len(content.items):
            found.append(_("Every choice is to be ticked: add at least one that is not."))
    return found


def _repeated(content: Content) -> list[str]:
    found = []
    for keys in ([item.key for item in content.items], [category.key for category in content.categories]):
        twice = [key for key, count in Counter(keys).items() if count > 1]
        if twice:
            found.append(_("The key “%(key)s” is used twice: empty one of them, a new key will be drawn.") % {"key": twice[0]})
    texts = Counter((item.round, item.text.strip().casefold()) for item in content.items)
    if twice_said := [text for (_round, text), count in texts.items() if count > 1]:
        found.append(_("Two items say the same: “%(text)s”.") % {"text": twice_said[0]})
    return found
