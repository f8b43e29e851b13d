from __future__ import annotations


def test_draft(world, sheet, sign_in) -> None:
    from step_guides.worksheets import actions
    client = sign_in(world.amina)
    for path in ["/fiches/", "/fiches/theorie-du-changement/", "/fiches/theorie-du-changement/exemple/"]:
        r = client.get(path); print(path, r.status_code, len(r.content))
    base = f"/fiches/{sheet.public_id}/"
    a = actions.add_node(sheet, "activity", {"label": "Recevoir"}, by=world.amina)
    o = actions.add_node(sheet, "outcome", {"label": "Les gens savent", "horizon": "short"}, by=world.amina, after=a.anchor)
    for p in ["", "?vue=schema", "?vue=recit", "panneau/", "imprimer/", "historique/", "depart/", "envoyer/", "rouvrir/", "?lier=" + a.anchor]:
        r = client.get(base + p); print(p, r.status_code, len(r.content)); assert r.status_code == 200
