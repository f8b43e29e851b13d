from step_guides.worksheets import actions as a
from step_guides.worksheets.models import *

def test_all(world, sheet):
    s1 = a.edit_row(sheet, "field:title", {"text": "Titre"}, lock=0, by=world.amina)
    assert s1.lock == 1
    n1 = a.add_node(sheet, "activity", {"label": "Recevoir"}, by=world.amina)
    n2 = a.add_node(sheet, "outcome", {"label": "Les gens savent", "horizon": "short"}, by=world.bilal, after=n1.anchor)
    e = a.edit_row(sheet, n2.anchor, {"audience": "Jeunes"}, lock=1, by=world.amina)
    assert e.lock == 2
    a.undo(sheet, by=world.amina)
    a.redo(sheet, by=world.amina)
    sub = a.submit(sheet, by=world.amina, confirmed=True)
    assert a.submit(sheet, by=world.bilal) == sub
    a.claim(sub, by=world.luc)
    a.send_back(sub, by=world.maud)
    a.edit_row(sheet, n1.anchor, {"label": "Recevoir chacun"}, lock=1, by=world.amina)
    sub2 = a.submit(sheet, by=world.amina, confirmed=True)
    a.claim(sub2, by=world.luc); a.validate(sub2, by=world.luc)
    a.reopen(sheet, by=world.amina, reason="parce que")
    sheet.refresh_from_db()
    assert sheet.state == "returned"
    from coursesite.tracking.models import Statement
    print(list(Statement.objects.values_list("verb", flat=True)))
    from step_guides.worksheets.queries import snapshot
    print(snapshot(sheet))
