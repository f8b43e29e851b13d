"""A network that can issue, and people who are ready: real rows, written by the actions of their rooms."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Locale, Page, Site

from certification.certificates.models import Achievement, Certificate, Issuer
from certification.certificates.setup import open_module_certificate, set_up
from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment
from modules.catalogue.models import ModuleIndexPage, ModulePage
from modules.progress.models import ModuleCompletion
from step_guides.worksheets import actions as worksheets
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Submission
from tests.people import World

OBJECTIVES = "Classer les éléments d’une chaîne\nRelier par « parce que »"


def module_three() -> ModulePage:
    found = ModulePage.objects.filter(slug="module-3").first()
    if found:
        return found
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:  # after a test that commits, what migrations put there is gone
        Locale.objects.get_or_create(language_code="fr")
        root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    else:
        root = site.root_page
    index = root.add_child(instance=ModuleIndexPage(title="Le cours", slug="modules"))
    page = ModulePage(
        title="Relier : la théorie du changement",
        slug="module-3",
        number=3,
        pole="Relier",
        minutes=120,
        sheet_minutes=180,
        objectives=OBJECTIVES,
    )
    return index.add_child(instance=page)


def nine_modules() -> None:
    third = module_three()
    for number in (0, 1, 2, 4, 5, 6, 7, 8):
        third.get_parent().add_child(
            instance=ModulePage(title=f"Module {number}", slug=f"module-{number}", number=number, pole="Pas", minutes=60)
        )


@dataclass
class Network:
    world: World
    issuer: Issuer
    achievement: Achievement
    module: ModulePage

    def enrolment(self, person: User) -> Enrolment:
        return Enrolment.objects.select_related("person", "organisation", "cohort__programme__network").get(person=person)

    def complete(self, person: User) -> None:
        ModuleCompletion.objects.get_or_create(enrolment=self.enrolment(person), module=self.module)

    def validate(self, person: User, *, elements: int = 3) -> Submission:
        """Her organisation's theory of change, written by her, sent, opened and validated by Luc."""
        enrolment = self.enrolment(person)
        sheet = worksheets.open_sheet(enrolment.organisation, Kind.THEORY_OF_CHANGE, by=person)
        if (decided := sheet.submissions.filter(decision="validated").last()) and sheet.state == "validated":
            return decided
        for number in range(elements):
            worksheets.add_node(sheet, "activity", {"label": f"Activité {number}"}, by=person)
        submission = worksheets.submit(sheet, by=person, confirmed=True)
        worksheets.claim(submission, by=self.world.luc)
        return worksheets.validate(submission, by=self.world.luc)

    def ready(self, person: User) -> Enrolment:
        self.complete(person)
        self.validate(person)
        return self.enrolment(person)

    def issue(self, person: User) -> Certificate:
        from certification.certificates.actions import issue

        return issue(self.ready(person), self.achievement, by=self.world.rose)


def prepare(world: World) -> Network:
    module = module_three()
    issuer = set_up(world.network, legal_name="Réseau Estuaire", function="Direction du réseau", place="Nantes")
    issuer.achievements.all().delete()  # what covers the whole course has tests of its own
    return Network(world, issuer, open_module_certificate(issuer), module)
