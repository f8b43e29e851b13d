"""Moments that members name, and the way back to them. Going back is a save like another: in the history, under locks, and undone at will."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotFound, WrongState
from coursesite.core.fields import clean_text
from step_guides.worksheets.actions.pen import Pen, Saved, revise
from step_guides.worksheets.diff import rows_named
from step_guides.worksheets.models import Entry, Link, Node, RestorePoint, Revision, Worksheet
from step_guides.worksheets.naming import ENDS
from step_guides.worksheets.permissions import require_member
from step_guides.worksheets.rows import rules_at
from step_guides.worksheets.snapshots import Snapshot, snapshot
from step_guides.worksheets.transitions import locked
from step_guides.worksheets.versions import chosen, document_of, versions_of

if TYPE_CHECKING:
    from coursesite.accounts.models import User

NAME, MOST = 80, 20
Pieces = dict[str, dict[str, Any]]


@transaction.atomic
def name_point(worksheet: Worksheet, name: str, *, by: User) -> RestorePoint:
    """Keeps the sheet as it is now under a name. The same name again, and nothing written since: the same point.

    None is ever renamed, nor taken away to make room. Raises `Invalid` "name_taken", "too_many".
    """
    require_member(by, worksheet.organisation)
    name = " ".join(clean_text(name, limit=NAME, name="name").split())
    if not name:
        raise Invalid(_("Write a few words."), errors={"name": [_("Write a few words.")]})
    held = locked(worksheet)
    kept = RestorePoint.objects.kept().filter(worksheet=held.pk)
    twin = kept.filter(name=name).first()
    if twin is not None and twin.revision_count == held.revision_count:
        return twin
    if twin is not None:
        message = _("Another moment already bears this name.")
        raise Invalid(message, errors={"name": [message]}, code="name_taken")
    if kept.count() >= MOST:
        message = _("%(cap)d at most: remove one first.") % {"cap": MOST}
        raise Invalid(message, errors={"name": [message]}, code="too_many", cap=MOST)
    point = {"name": name, "snapshot": snapshot(held), "revision_count": held.revision_count, "by": by}
    return RestorePoint.objects.create(worksheet_id=held.pk, **point)


@transaction.atomic
def remove_point(worksheet: Worksheet, point: uuid.UUID, *, by: User) -> RestorePoint:
    """Its text goes; the history goes on saying that it was there, and who took it away. Gone already: the same answer."""
    require_member(by, worksheet.organisation)
    found = RestorePoint.objects.filter(worksheet=worksheet.pk, public_id=point).first()
    if found is None:
        raise NotFound(_("This page does not exist."))
    gone = {"removed_by": by, "removed_at": timezone.now(), "snapshot": None}
    RestorePoint.objects.kept().filter(pk=found.pk).update(**gone)
    found.refresh_from_db()
    return found


def go_back(worksheet: Worksheet, version: str, *, seen: int, by: User, op_id: uuid.UUID | None = None) -> Saved:
    """Brings the sheet back to a named moment, or to a version that was sent (`versions.Version.key`), as one save.

    `seen` is the `revision_count` of the sheet that the person compared it with: anything written since is not overwritten unseen.
    What was set aside (« c'est voulu ») stays as it is now. Raises `WrongState` "changed_since", "not_editable"; `NotFound`.
    """
    require_member(by, worksheet.organisation)
    wanted = chosen(versions_of(worksheet, by), version)
    if not wanted.is_kept:
        raise NotFound(_("This page does not exist."))
    document = document_of(worksheet, wanted)

    def write(pen: Pen) -> str:
        if pen.worksheet.revision_count != seen:
            message = _("Somebody has written in this worksheet since you opened this page. Look again at what will change.")
            raise WrongState(message, code="changed_since")
        _Return(pen, document).write()
        return version

    return revise(worksheet, write, by=by, op_id=op_id)


class _Return:
    """Makes the rows of a sheet what a snapshot says, each under a lock that no open page knows."""

    def __init__(self, pen: Pen, wanted: Snapshot) -> None:
        self.pen = pen
        self.now, self.wanted = snapshot(pen.worksheet), wanted
        self.dead: dict[str, int] | None = None

    def write(self) -> None:
        spec = self.pen.worksheet.spec
        for field in spec.fields:
            self._text(f"{Entry.ANCHOR}:{field.key}", *(one["entries"].get(field.key, "") for one in (self.now, self.wanted)))
        for table in spec.tables:
            now, wanted = self._rows(table.key)
            self._remove(table.key, now.keys() - wanted.keys())
            self._put(table.key, now, wanted, sorted(wanted, key=lambda uid: wanted[uid]["position"]))
        if spec.rows:
            self._theory()

    def _theory(self) -> None:
        nodes, wanted_nodes = self._rows(Node.ANCHOR)
        links, wanted_links = self._rows(Link.ANCHOR)
        # A link that joined others is taken out first and put back: two that exchange their ends never meet on the way.
        crossed = {
            uid for uid, link in links.items() if uid in wanted_links and any(link[end] != wanted_links[uid][end] for end in ENDS)
        }
        self._remove(Link.ANCHOR, (links.keys() - wanted_links.keys()) | crossed)
        self._remove(Node.ANCHOR, nodes.keys() - wanted_nodes.keys())
        self._put(Node.ANCHOR, nodes, wanted_nodes, wanted_nodes)
        self._put(Link.ANCHOR, {uid: link for uid, link in links.items() if uid not in crossed}, wanted_links, wanted_links)

    def _rows(self, name: str) -> tuple[Pieces, Pieces]:
        return rows_named(self.now, name), rows_named(self.wanted, name)

    def _text(self, anchor: str, now: str, wanted: str) -> None:
        if now == wanted:
            return
        row = self.pen.find(anchor)
        if row is None:
            self.pen.create(anchor, {"text": wanted})
        else:
            self.pen.update(row, {"text": wanted})

    def _remove(self, name: str, uids: Any) -> None:
        for uid in sorted(uids):
            row = self.pen.find(f"{name}:{uid}")
            if row is not None:
                self.pen.delete(row)

    def _put(self, name: str, now: Pieces, wanted: Pieces, order: Any) -> None:
        for uid in order:
            anchor = f"{name}:{uid}"
            if now.get(uid) == wanted[uid]:
                continue
            fields = self._fields(anchor, wanted[uid])
            row = self.pen.find(anchor)
            if row is not None:
                self.pen.update(row, fields)
            else:
                self.pen.create(anchor, fields, lock=self._after_death(anchor))

    def _fields(self, anchor: str, row: dict[str, Any]) -> dict[str, Any]:
        """What the row said then, empty columns too; its place, unless the order is that of what the lines speak of."""
        table = self.pen.worksheet.spec.table(anchor.partition(":")[0])
        fields = {name: row.get(name, "") for name in rules_at(self.pen.worksheet.spec, anchor)}
        place = {"position": row["position"]} if "position" in row and not (table and table.per) else {}
        return fields | place | ({"about": row.get("about", "")} if table else {})

    def _after_death(self, anchor: str) -> int:
        """A lock above all that the row had before it went: a page that still shows it meets a conflict, not its own old lock."""
        if self.dead is None:
            self.dead = {}
            saves = Revision.objects.filter(worksheet=self.pen.worksheet.pk).values_list("changes", flat=True)
            for change in [*(one for changes in saves.iterator() for one in changes), *self.pen.changes]:
                for side in (change["before"], change["after"]):
                    if side and "lock" in side:  # each mention may have been taken back once, which raised it too
                        known = self.dead.get(change["row"], 0)
                        self.dead[change["row"]] = max(known, side["lock"]) + 1
        return self.dead.get(anchor, 0) + 1
