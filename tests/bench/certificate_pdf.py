"""A real certificate, issued by the actions of its room, rendered in a warm process beside WeasyPrint alone on the same page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.bench.measure import Effort, Figure, at_most_times, best_cpu

if TYPE_CHECKING:
    from tests.bench.site import Site


def measure(site: Site, effort: Effort) -> list[Figure]:
    from weasyprint import HTML

    from certification.certificates import rendering
    from coursesite.core import documents

    certificate = issued(site)
    html, image = rendering.html_of(certificate), rendering.qr_code(certificate.address)
    font_config, styles = documents._style(certificate.template.css)
    fetcher = documents._fetcher_class()

    def ours() -> bytes:
        return rendering.render(certificate)

    def alone() -> bytes:
        document = HTML(string=html, url_fetcher=fetcher({rendering.QR: image}))
        return document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=None, font_config=font_config, stylesheets=styles)

    if ours() != alone():
        raise RuntimeError("the two ways do not make the same document")
    cpu, floor = best_cpu(ours, alone, rounds=effort.documents)
    return [at_most_times("certificate_pdf", cpu, floor, 1.15)]


def issued(site: Site) -> Any:
    from certification.certificates.actions import issue
    from certification.certificates.models import Achievement, Certificate
    from certification.certificates.setup import SLUG
    from coursesite.cohorts.queries import current_enrolment
    from modules.catalogue.models import ModulePage
    from modules.progress.models import ModuleCompletion
    from step_guides.worksheets import actions as worksheets
    from step_guides.worksheets.enums import Kind

    holder, trainer, officer = (site.person(name) for name in ("amina", "luc", "rose"))
    enrolment = current_enrolment(holder)
    assert enrolment is not None
    ModuleCompletion.objects.get_or_create(enrolment=enrolment, module=ModulePage.objects.get(slug="module-3"))
    sheet = worksheets.open_sheet(enrolment.organisation, Kind.THEORY_OF_CHANGE, by=holder)
    for label in ("Ateliers de retour à l’emploi", "Visites accompagnées", "Permanence d’accès aux droits"):
        worksheets.add_node(sheet, "activity", {"label": label}, by=holder)
    submission = worksheets.submit(sheet, by=holder, confirmed=True)
    worksheets.claim(submission, by=trainer)
    worksheets.validate(submission, by=trainer)
    achievement = Achievement.objects.get(issuer__network=enrolment.cohort.programme.network, slug=SLUG)
    certificate = issue(enrolment, achievement, by=officer)
    return Certificate.objects.select_related("template").get(pk=certificate.pk)
