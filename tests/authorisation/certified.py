"""Somebody who holds a certificate, issued by the action, on the one condition that is quick to meet."""

from __future__ import annotations

from certification.certificates.actions import issue
from certification.certificates.models import Certificate, WorksheetsAccepted
from certification.certificates.setup import open_module_certificate, set_up
from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment
from modules.catalogue.models import ModulePage
from modules.progress.models import ModuleCompletion


def certificate_for(enrolment: Enrolment) -> Certificate:
    network = enrolment.cohort.programme.network
    issuer = set_up(network, legal_name=network.name, function="Direction du réseau", place="Nantes")
    achievement = open_module_certificate(issuer)
    WorksheetsAccepted.objects.filter(achievement__issuer=issuer).delete()
    ModuleCompletion.objects.get_or_create(enrolment=enrolment, module=ModulePage.objects.get(slug="module-3"))
    officer = User.objects.get(is_superuser=True)
    return issue(Enrolment.objects.get(pk=enrolment.pk), achievement, by=officer)
