"""The question bank as a spreadsheet: exercises out and in, CSV or XLSX, one row a part. What comes in is a draft until somebody publishes it.

A row of part `exercise` begins an exercise; each row after it is one of its parts, named by the place where an editor would write it (`groups`,
`groups.cards`). Columns are the fields of the blocks, so that every kind goes out and comes back without a word said about it here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField

from coursesite.core.errors import Invalid, NotAllowed, WrongState
from modules.competencies.models import Competency
from modules.exercises import bank_words
from modules.exercises.checks import faults
from modules.exercises.enums import Kind
from modules.exercises.kinds.number import figure
from modules.exercises.models import KINDS, Exercise

if TYPE_CHECKING:
    from coursesite.accounts.models import User

EXERCISE = "exercise"
BETWEEN = " | "  # several values in one cell
COMMON = ("code", "kind", "title", "statement", "minutes", "is_key", "competencies", "feedback_success", "feedback_retry")
YES, NO = {"oui", "yes", "true", "vrai", "1", "x"}, {"", "non", "no", "false", "faux", "0"}
Row = dict[str, str]


@dataclass(frozen=True)
class Fault:
    """`row` as a spreadsheet counts them, None for the file as a whole."""

    row: int | None
    message: str


@dataclass
class Reading:
    """What a file would do. `changes` holds nothing that was written."""

    created: list[Exercise] = field(default_factory=list)
    updated: list[Exercise] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    tags: dict[str, list[Competency]] = field(default_factory=dict)  # by the code of the exercise

    @property
    def exercises(self) -> list[Exercise]:
        return [*self.created, *self.updated]


# --- Out ------------------------------------------------------------------------------------------------------------------


def rows_of(exercises: Sequence[Exercise]) -> list[Row]:
    return [row for exercise in exercises if exercise.in_bank for row in _rows(exercise)]


def columns_of(rows: list[Row]) -> list[str]:
    """Those of every exercise first, then the fields of the parts in the order in which they are met."""
    return list(dict.fromkeys(["part", *COMMON, *(name for row in rows for name in row)]))


def _rows(exercise: Exercise) -> Iterator[Row]:
    tags = BETWEEN.join(exercise.competencies.values_list("code", flat=True))
    said = {name: _said(getattr(exercise, name)) for name in COMMON if name not in ("kind", "competencies")}
    plain = {name: _said(getattr(exercise, name)) for name, stream in _contents(exercise) if stream is None}
    yield {"part": EXERCISE, **said, "kind": str(exercise.kind), "competencies": tags, **plain}
    for name, stream in _contents(exercise):
        for child in getattr(exercise, name).get_prep_value() if stream is not None else ():
            yield from _part(f"{name}.{child['type']}", child["value"], stream.child_blocks[child["type"]])


def _part(place: str, value: Any, block: Any) -> Iterator[Row]:
    row, below = {"part": place}, []
    for name, inner in block.child_blocks.items():
        if _holds_parts(inner):
            below += [(f"{place}.{name}", one["value"], inner.child_block) for one in value.get(name) or ()]
        elif isinstance(inner, blocks.ListBlock):
            row[name] = BETWEEN.join(_said(one["value"]) for one in value.get(name) or ())
        else:
            row[name] = _said(value.get(name))
    yield row
    for one in below:
        yield from _part(*one)


def _said(value: Any) -> str:
    return {True: "oui", False: "non", None: ""}[value] if value is None or isinstance(value, bool) else str(value)


def _contents(exercise: Exercise | type[Exercise]) -> Iterator[tuple[str, Any]]:
    """Each content field with its blocks, None for plain text."""
    for name in exercise.content_fields:
        found = exercise._meta.get_field(name)
        yield name, found.stream_block if isinstance(found, StreamField) else None


def _holds_parts(block: Any) -> bool:
    return isinstance(block, blocks.ListBlock) and isinstance(block.child_block, blocks.StructBlock)


# --- In -------------------------------------------------------------------------------------------------------------------


def read(rows: Sequence[tuple[int, Row]]) -> Reading:
    """Every fault of every row; nothing is written."""
    reading, groups = Reading(), _groups(rows)
    known = {one.code: one for one in Exercise.objects.filter(code__in=[group[0][1].get("code", "") for group in groups])}
    tags, seen = {one.code: one for one in Competency.objects.all()}, set()
    for group in groups:
        number, head = group[0]
        try:
            if head.get("part") != EXERCISE:
                raise ValidationError(_("The first row of a file says an exercise."))
            if head.get("code", "") in seen:
                raise ValidationError(_("This code is used twice in the file."))
            seen.add(head.get("code", ""))
            _exercise(reading, group, known, tags)
        except ValidationError as error:
            reading.faults += [Fault(number, message) for message in error.messages]
    if not groups:
        reading.faults.append(Fault(None, _("There is no exercise in this file.")))
    reading.faults.sort(key=lambda fault: fault.row or 0)
    return reading


def _groups(rows: Sequence[tuple[int, Row]]) -> list[list[tuple[int, Row]]]:
    groups: list[list[tuple[int, Row]]] = []
    for number, row in rows:
        if row.get("part") == EXERCISE or not groups:
            groups.append([])
        groups[-1].append((number, row))
    return groups


def _exercise(reading: Reading, group: list[tuple[int, Row]], known: dict[str, Exercise], tags: dict[str, Competency]) -> None:
    number, head = group[0]
    if head.get("kind") not in Kind.values or not KINDS[Kind(head["kind"])].in_bank:
        raise ValidationError(_("There is no kind “%(kind)s”.") % {"kind": head.get("kind", "")})
    model, before = KINDS[Kind(head["kind"])], known.get(head.get("code", ""))
    if before is not None and type(before) is not model:
        raise ValidationError(_("The exercise of this code is of another kind: it does not change."))
    if before is not None and before.get_lock() is not None:
        raise ValidationError(_("“%(title)s” is locked in the editing space: unlock it there first.") % {"title": before.title})
    exercise: Any = (
        before.get_latest_revision_as_object() if before and before.latest_revision_id else before or model(live=False)
    )
    for name in ("code", "title", "statement", "minutes", "feedback_success", "feedback_retry"):
        setattr(exercise, name, head.get(name, ""))
    exercise.is_key = _truth(head.get("is_key", ""))
    wanted = _several(head.get("competencies", ""))
    wrong: list[Fault] = [
        Fault(number, _("There is no competency “%(code)s”.") % {"code": one}) for one in wanted if one not in tags
    ]
    for name, stream in _contents(model):
        if stream is None:
            setattr(exercise, name, head.get(name, ""))
        else:
            wrong += _fill(exercise, name, stream, group[1:])
    places = tuple(f"{name}." for name, stream in _contents(model) if stream is not None)
    wrong += [
        Fault(row, _("This kind has no part “%(part)s”.") % {"part": bank_words.cell("part", one.get("part", ""))})
        for row, one in group[1:]
        if not one.get("part", "").startswith(places)
    ]
    unread = model.content_fields if wrong else ()  # what a row has wrong already is not said again of the whole
    try:
        exercise.full_clean(exclude=["competencies", *unread], validate_unique=False)
    except ValidationError as error:
        wrong += [Fault(number, bank_words.about(name, " ".join(said))) for name, said in error.message_dict.items()]
    if not unread:
        wrong += [Fault(number, one) for one in faults(exercise.content())]
    reading.faults += wrong
    if not wrong:
        reading.tags[exercise.code] = [tags[one] for one in wanted]
        (reading.updated if before else reading.created).append(exercise)


def _fill(exercise: Any, name: str, stream: Any, rows: list[tuple[int, Row]]) -> list[Fault]:
    """The parts of one field, checked as a form would."""
    found: list[Fault] = []
    children: list[tuple[str, Any]] = []
    places = list(stream.child_blocks)
    held: list[tuple[str, int, dict[str, Any]]] = []  # kind of the part, row, value
    for number, row in rows:
        path = row.get("part", "").split(".")
        if path[0] != name:
            continue
        try:
            if len(path) == 2 and path[1] in places:
                held.append((path[1], number, _value(stream.child_blocks[path[1]], row)))
            else:
                _below(held, stream, path, row)
        except ValidationError as error:
            found += [Fault(number, message) for message in error.messages]
    for kind, number, value in held:
        block = stream.child_blocks[kind]
        try:
            children.append((kind, block.clean(block.to_python(value))))
        except ValidationError as error:
            found += [Fault(number, message) for message in dict.fromkeys(_messages(error))]
    setattr(exercise, name, children)
    return found


def _below(held: list[tuple[str, int, dict[str, Any]]], stream: Any, path: list[str], row: Row) -> None:
    """A part of the last part: a card of a category."""
    if not held or len(path) < 3 or held[-1][0] != path[1]:
        raise ValidationError(
            _("This row has no part above it to belong to: “%(part)s”.") % {"part": bank_words.cell("part", ".".join(path))}
        )
    block, value = stream.child_blocks[path[1]], held[-1][2]
    for name in path[2:]:
        inner = block.child_blocks.get(name)
        if inner is None or not _holds_parts(inner):
            raise ValidationError(_("This kind has no part “%(part)s”.") % {"part": bank_words.cell("part", ".".join(path))})
        if name != path[-1]:
            if not value[name]:
                raise ValidationError(
                    _("This row has no part above it to belong to: “%(part)s”.")
                    % {"part": bank_words.cell("part", ".".join(path))}
                )
            value = value[name][-1]
        block = inner.child_block
    value[path[-1]].append(_value(block, row))


def _value(block: Any, row: Row) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, inner in block.child_blocks.items():
        text = row.get(name, "")
        if _holds_parts(inner):
            said[name] = []
        elif isinstance(inner, blocks.ListBlock):
            said[name] = _several(text)
        elif isinstance(inner, blocks.BooleanBlock):
            said[name] = _truth(text)
        elif isinstance(inner, (blocks.DecimalBlock, blocks.FloatBlock)):
            said[name] = _figure(text)
        else:
            said[name] = text if text or not isinstance(inner, blocks.IntegerBlock) else inner.get_default()
    return said


def _figure(text: str) -> str | None:
    """As a block reads it: its own reading falls over what is no figure."""
    try:
        return str(figure(text)) if text.strip() else None
    except Invalid as error:
        raise ValidationError(str(error)) from error


def _truth(text: str) -> bool:
    if text.strip().lower() not in YES | NO:
        raise ValidationError(_("“%(text)s” is neither oui nor non.") % {"text": text[:40]})
    return text.strip().lower() in YES


def _several(text: str) -> list[str]:
    return [one.strip() for one in text.split(BETWEEN.strip()) if one.strip()]


def _messages(error: Any) -> Iterator[str]:
    """Whatever the depth at which a block found something to say."""
    inner = getattr(error, "block_errors", None)
    for one in inner.items() if isinstance(inner, dict) else enumerate(inner or ()):
        name, below = one
        if below is not None:
            yield from (bank_words.about(name, said) if isinstance(name, str) else said for said in _messages(below))
    if not inner:
        yield from getattr(error, "messages", [])


@transaction.atomic
def bring_in(reading: Reading, *, by: User) -> None:
    """Drafts, all or none: what is published stays as it is until each draft is published."""
    if not by.has_perm("exercises.add_exercise"):
        raise NotAllowed(_("Only editors bring exercises in."))
    if reading.faults:
        raise WrongState(_("A file with a row to correct is not imported."), code="faulty")
    for exercise in reading.exercises:
        exercise.competencies = reading.tags[exercise.code]
        if exercise.pk is None:
            exercise.save()
        exercise.save_revision(user=by)
