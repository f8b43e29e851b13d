"""The guided start: five questions, or the example of a sector, make the first elements, already linked."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, WrongState
from step_guides.worksheets.actions.pen import Pen, Saved, revise
from step_guides.worksheets.actions.rows import clean, suggested_kind
from step_guides.worksheets.enums import Horizon, NodeKind
from step_guides.worksheets.models import Link, Node, Worksheet
from step_guides.worksheets.starters import Starter, to_adapt

if TYPE_CHECKING:
    from coursesite.accounts.models import User

ASKED = (NodeKind.NEED, NodeKind.IMPACT, NodeKind.OUTCOME, NodeKind.ACTIVITY, NodeKind.RESOURCE, NodeKind.OUTPUT)
CHAIN = (
    (NodeKind.RESOURCE, NodeKind.ACTIVITY),
    (NodeKind.ACTIVITY, NodeKind.OUTPUT),
    (NodeKind.OUTPUT, NodeKind.OUTCOME),
    (NodeKind.OUTCOME, NodeKind.IMPACT),
    (NodeKind.IMPACT, NodeKind.NEED),
)


def guided_start(worksheet: Worksheet, answers: dict[str, str], *, by: User, op_id: uuid.UUID | None = None) -> Saved:
    """`answers`: kind of node → wording, the empty ones left out, and "audience", for whom. One revision.

    Raises `WrongState` "already_started" when the sheet has elements, `Invalid` naming the answers that are too long.
    """
    errors: dict[str, list] = {}
    wordings: dict[str, str] = {}
    audience = clean(Node.FIELDS, {"audience": answers.get("audience", "")})["audience"]
    for kind in ASKED:
        try:
            wordings[kind] = clean(Node.FIELDS, {"label": answers.get(kind, "")})["label"]
        except Invalid as error:
            errors[str(kind)] = error.errors["label"]
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)
    if not any(wordings.values()):
        raise Invalid(_("Answer one question at least."), errors={str(NodeKind.NEED): [_("Answer one question at least.")]})

    def write(pen: Pen) -> str:
        _refuse_begun(pen)
        made: dict[str, Node] = {}
        for kind in ASKED:
            if wordings[kind]:
                fields = {"kind": str(kind), "label": wordings[kind]}
                if kind in (NodeKind.NEED, NodeKind.OUTCOME):
                    fields["audience"] = audience
                if kind == NodeKind.OUTCOME:
                    fields["horizon"] = str(Horizon.SHORT)
                made[kind] = pen.create(f"node:{uuid.uuid4()}", fields)  # type: ignore[assignment]
        for source, target in CHAIN:
            if source in made and target in made:
                ends = {"source": str(made[source].uid), "target": str(made[target].uid)}
                pen.create(f"link:{uuid.uuid4()}", {"kind": suggested_kind(made[source], made[target]), **ends})
        return next(iter(made.values())).anchor

    return revise(worksheet, write, by=by, op_id=op_id)


def start_from(worksheet: Worksheet, starter: Starter, *, by: User, op_id: uuid.UUID | None = None) -> Saved:
    """The elements and links of an example, each wording marked to be adapted. One revision, taken back in one step.

    Raises `WrongState` "already_started" when the sheet has elements: nothing is ever overwritten.
    """

    def write(pen: Pen) -> str:
        _refuse_begun(pen)
        made: dict[str, str] = {}
        for node in starter.nodes:
            said = {name: text for name, text in node.items() if name != "id"}
            fields = clean(Node.FIELDS, {**said, "label": to_adapt(node["label"])})
            made[node["id"]] = str(pen.create(f"node:{uuid.uuid4()}", fields).value("uid"))
        for link in starter.links:
            ends = {"source": made[link["source"]], "target": made[link["target"]]}
            pen.create(f"link:{uuid.uuid4()}", clean(Link.FIELDS, {**link, **ends}))
        return f"node:{next(iter(made.values()))}"

    return revise(worksheet, write, by=by, op_id=op_id)


def _refuse_begun(pen: Pen) -> None:
    if Node.objects.filter(worksheet=pen.worksheet.pk).exists():
        raise WrongState(_("This worksheet already has elements: go on in the list."), code="already_started")
