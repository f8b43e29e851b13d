"""An exercise as xAPI sees it: its activity, and a response in the format of its interaction type."""

from __future__ import annotations

from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Activity, Interaction
from modules.exercises.content import Content, Response
from modules.exercises.enums import Kind

BETWEEN = "[,]"
PAIR = "[.]"


def activity(content: Content) -> Activity:
    """The version is part of the address: it rises when the question no longer means the same."""
    identifier = f"{content.code}.v{content.version}"
    return Activity("exercise", identifier, v.INTERACTION, {"fr": content.title}, interaction=interaction(content))


def interaction(content: Content) -> Interaction:
    labels = {item.key: item.text for item in content.items}
    if content.kind == Kind.SORT:
        right = BETWEEN.join(f"{item.key}{PAIR}{item.answer}" for item in content.items)
        targets = {category.key: category.label for category in content.categories}
        return Interaction("matching", correct=[right], source=labels, target=targets)
    if content.kind == Kind.ORDER:
        return Interaction("sequencing", correct=[BETWEEN.join(labels)], choices=labels)
    return Interaction("choice", correct=[BETWEEN.join(item.key for item in content.items if item.answer)], choices=labels)


def response_text(content: Content, response: Response) -> str:
    """A response in the same format as the pattern of right answers. Choices come in the order of the exercise."""
    if isinstance(response, list):
        keys = response if content.kind == Kind.ORDER else [item.key for item in content.items if item.key in response]
        return BETWEEN.join(keys)
    return BETWEEN.join(f"{item.key}{PAIR}{response[item.key]}" for item in content.items)
