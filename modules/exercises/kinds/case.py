"""A situation that goes on with each decision. Every scene visited counts, by what the best decision there would have earned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item, Passage
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import BETWEEN, PAIR, Points, Rules, Typed, changed, keys, refused

WAYS = 24  # as many right ways as a statement lists
AT, AGAIN = ".at", ".again"  # the fields that say which scene is being decided, and that all begins again


@dataclass(frozen=True)
class Step:
    """A scene and what may be decided in it. `chosen` is None for the scene still to be decided."""

    scene: Passage
    name: str  # of its field
    decisions: list[Item]
    chosen: Item | None = None

    @property
    def worth(self) -> str:
        """Of what was decided: "best", "partly" or "poor"."""
        if self.chosen is None:
            return ""
        earned = int(self.chosen.answer)
        return "best" if earned == self.chosen.points else "partly" if earned else "poor"


@dataclass(frozen=True)
class Playing:
    """Where somebody is: the scenes decided, and the one that waits, unless the end is reached."""

    steps: list[Step]
    waiting: Step | None


class Case(Rules):
    """Response: the decisions in the order they were taken, from the first scene to an end. A decision's `round` is the number of its
    scene, `answer` what it earns, `points` the best of its scene, `goes` the key of the scene it leads to, always a later one."""

    kind = Kind.CASE
    template = "exercises/_parts/_case.html"
    score_in_points = True

    def fields(self, content: Content) -> list[str]:
        return [*(passage.key for passage in content.passages), AT, AGAIN]

    def read(self, content: Content, given: Typed) -> list[str]:
        """The way so far; it may stop before the end. Raises `Invalid` when the scene shown was not decided."""
        path: list[str] = []
        if AGAIN in given:
            return path
        while (scene := self.scene_after(content, path)) is not None and scene.key in given:
            path.append(given[scene.key])
        if not path or given.get(AT, content.passages[0].key) not in given:
            raise undecided()
        return path

    def write(self, content: Content, response: Any) -> Typed:
        return {self.scene_of(content, content.by_key[key]).key: key for key in response if key in content.by_key}

    def is_unfinished(self, content: Content, response: object) -> bool:
        return self.scene_after(content, keys(content, response)) is not None

    def button(self, *, answered: bool) -> str:
        return _("Begin again") if answered else _("Decide")

    def scene_of(self, content: Content, item: Item) -> Passage:
        return content.passages[item.round - 1]

    def scene_after(self, content: Content, path: list[str]) -> Passage | None:
        """Where a way leads; None at its end. Raises `Invalid` for a way that the exercise does not have."""
        scene: Passage | None = content.passages[0] if content.passages else None
        for key in path:
            item = content.by_key.get(key)
            if scene is None or item is None or self.scene_of(content, item) != scene:
                raise changed()
            # Among the later scenes only: whatever an editor wrote, a way ends.
            scene = next((passage for passage in content.passages[item.round :] if passage.key == item.goes), None)
        return scene

    def judge(self, content: Content, response: object) -> Points:
        path = keys(content, response)
        if self.scene_after(content, path) is not None:
            raise undecided()
        return [(content.by_key[key], int(content.by_key[key].answer)) for key in path]

    def details(self, content: Content, fields: Typed, *, answered: bool, before: Any) -> Playing:
        """What a page shows of a way, or of as much of it as still exists."""
        path: list[str] = []
        steps: list[Step] = []
        while (scene := self.scene_after(content, path)) is not None:
            item = content.by_key.get(fields.get(scene.key, ""))
            if item is None or self.scene_of(content, item) != scene:
                break
            path.append(item.key)
            steps.append(self._step(content, scene, item))
        if scene is not None:
            return Playing(steps, self._step(content, scene))
        return Playing(steps, None)

    def _step(self, content: Content, scene: Passage, chosen: Item | None = None) -> Step:
        return Step(scene, f"{content.code}-{scene.key}", self._decisions(content, scene), chosen)

    def _decisions(self, content: Content, scene: Passage) -> list[Item]:
        return [item for item in content.items if self.scene_of(content, item) == scene]

    def interaction(self, content: Content) -> Interaction:
        """A step is a fork. Every way that earns all there is is right; too many to be listed, none is."""
        ways = list(islice(self._best_ways(content, []), WAYS + 1))
        right = [self.said(content, way) for way in ways] if len(ways) <= WAYS else None
        return Interaction("performance", correct=right, steps={scene.key: scene.text[:120] for scene in content.passages})

    def _best_ways(self, content: Content, path: list[str]) -> Iterator[list[str]]:
        scene = self.scene_after(content, path)
        if scene is None:
            yield path
            return
        for item in self._decisions(content, scene):
            if item.answer == item.points:
                yield from self._best_ways(content, [*path, item.key])

    def said(self, content: Content, response: Any) -> str:
        return BETWEEN.join(f"{self.scene_of(content, content.by_key[key]).key}{PAIR}{key}" for key in response)

    def faults(self, content: Content) -> Iterator[str]:
        places = {scene.key: number for number, scene in enumerate(content.passages, 1)}
        reached = {item.goes for item in content.items if item.goes}
        if not content.passages:
            yield _("One scene at least is needed.")
        for number, scene in enumerate(content.passages, 1):
            decisions = self._decisions(content, scene)
            if len(decisions) < 2:
                yield _("A scene needs two decisions at least: “%(text)s”.") % {"text": scene.text[:60]}
            elif len({item.answer for item in decisions}) == 1:
                yield _("Every decision is worth the same in “%(text)s”: nothing is to be decided.") % {"text": scene.text[:60]}
            if number > 1 and scene.key not in reached:
                yield _("No decision leads to the scene “%(text)s”.") % {"text": scene.text[:60]}
        for item in content.items:
            if item.goes and places.get(item.goes, 0) <= item.round:
                yield _("“%(text)s” leads back, or nowhere: a decision leads to a later scene, or to the end.") % {
                    "text": item.text[:60]
                }

    def example(self, content: Content, *, right: bool) -> list[str]:
        path: list[str] = []
        # A draft may hold a scene where nothing can be decided yet: the way stops before it.
        while (scene := self.scene_after(content, path)) is not None and (decisions := self._decisions(content, scene)):
            path.append((max if right else min)(decisions, key=lambda item: int(item.answer)).key)
        return path


def undecided() -> Exception:
    return refused(_("Choose what you decide here."), code="incomplete")
