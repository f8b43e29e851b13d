"""The catalogue stands below the worksheets and names them by words: here the two lists are held together."""

from modules.catalogue.enums import WorksheetKind
from modules.catalogue.requirements import choices
from step_guides.worksheets.kinds import KINDS, all_kinds


def test_lessons_may_open_every_kind_and_modules_may_ask_for_every_kind():
    assert set(WorksheetKind.values) == {spec.trace for spec in KINDS.values()}
    saved = {spec.requirement for spec in KINDS.values()}
    validated = {spec.agreement for spec in KINDS.values() if spec.to_validate}
    assert {key for key, _label in choices()} == saved | validated
    assert [str(label) for label in WorksheetKind.labels] == [str(spec.title) for spec in all_kinds()]
