from __future__ import annotations

from django.urls import path, register_converter

from step_guides.worksheets.kinds import KINDS, KindSpec, by_slug
from step_guides.worksheets.views import editing, exporting, papers, reading, sending, starting, versions

app_name = "worksheets"


class SheetKind:
    """« theorie-du-changement » in addresses; `{% url %}` takes the kind, its slug, or the name that lessons know."""

    regex = "[a-z0-9-]+"

    def to_python(self, value: str) -> KindSpec:
        spec = by_slug(value)
        if spec is None:
            raise ValueError(value)
        return spec

    def to_url(self, value: object) -> str:
        for spec in KINDS.values():
            if value in (spec, spec.slug, spec.trace, spec.kind):
                return spec.slug
        raise ValueError(value)


register_converter(SheetKind, "sheet_kind")

urlpatterns = [
    path("", reading.home, name="home"),
    path("versions/<uuid:public_id>/", reading.submission, name="submission"),
    path("versions/<uuid:public_id>/document/", papers.of_version, name="paper_of_version"),
    path("dossiers/<uuid:organisation>/document/", papers.of_dossier, name="paper_of_dossier"),
    path("dossiers/<uuid:organisation>/promotions/<uuid:cohort>/document/", papers.of_received, name="paper_of_received"),
    path("documents/<uuid:public_id>/", papers.detail, name="paper"),
    path("documents/<uuid:public_id>/refaire/", papers.again, name="paper_again"),
    path("documents/<uuid:public_id>/fichier/", papers.download, name="paper_file"),
    path("<uuid:public_id>/", reading.detail, name="detail"),
    path("<uuid:public_id>/panneau/", reading.panel, name="panel"),
    path("<uuid:public_id>/imprimer/", reading.printable, name="print"),
    path("<uuid:public_id>/exporter/<slug:slug>/", exporting.export, name="export"),
    path("<uuid:public_id>/document/", papers.of_sheet, name="paper_of_sheet"),
    path("<uuid:public_id>/historique/", versions.history, name="history"),
    path("<uuid:public_id>/comparer/", versions.compare, name="compare"),
    path("<uuid:public_id>/moments/", versions.name_point, name="name_point"),
    path("<uuid:public_id>/moments/<uuid:point>/retirer/", versions.remove_point, name="remove_point"),
    path("<uuid:public_id>/revenir/", versions.go_back, name="go_back"),
    path("<uuid:public_id>/depart/", starting.guided, name="guided"),
    path("<uuid:public_id>/enregistrer/", editing.autosave, name="autosave"),
    path("<uuid:public_id>/lignes/", editing.add, name="add"),
    path("<uuid:public_id>/lignes/<str:anchor>/", editing.row, name="row"),
    path("<uuid:public_id>/pistes/", editing.remark, name="remark"),
    path("<uuid:public_id>/annuler/", editing.undo, name="undo"),
    path("<uuid:public_id>/retablir/", editing.redo, name="redo"),
    path("<uuid:public_id>/envoyer/", sending.send, name="send"),
    path("<uuid:public_id>/retirer/", sending.withdraw, name="withdraw"),
    path("<uuid:public_id>/rouvrir/", sending.reopen, name="reopen"),
    path("<sheet_kind:spec>/", starting.open_sheet, name="open"),
    path("<sheet_kind:spec>/exemple/", reading.example, name="example"),
]
