from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, connection, transaction

from certification.certificates import chain, codes, payload
from certification.certificates.actions import issue, judge, lift, revoke, show, suspend
from certification.certificates.models import Certificate, CertificateEvent, SerialCounter, Signatory
from certification.certificates.rendering import html_of
from coursesite.core.errors import Invalid, NotAllowed, WrongState
from coursesite.core.models import Outbox
from coursesite.tracking import vocabulary as v
from coursesite.tracking.models import Statement, Voiding
from step_guides.worksheets import actions as worksheets
from tests.certification.ready import Network

pytestmark = pytest.mark.django_db


def test_what_is_issued(network: Network) -> None:
    certificate = network.issue(network.world.amina)

    facts = certificate.payload
    assert facts["holder"] == "Amina Haddad"
    assert facts["document"] == "Certificat de parcours"
    assert facts["title"] == "Module 3 · Relier\u00a0: la théorie du changement"
    assert facts["minutes"] == {"module": 120, "worksheet": 180}
    assert facts["contribution"][0]["elements"] == 3
    assert facts["organisation"].startswith("La Passerelle des Rives")
    assert facts["signatories"] == [{"name": "", "function": "Direction du réseau"}]
    assert facts["outcome"]["met"] and len(facts["criteria"]) == 3
    assert len(facts["salt"]) == 32
    assert certificate.sha256 == chain.digest(facts)
    assert facts["address"].endswith(f"/v/{certificate.token}")
    assert codes.is_serial(certificate.serial) and certificate.serial.startswith("EST-")
    assert certificate.valid_until is None and certificate.state == "valid"


def test_issuing_renders_nothing_and_promises_both_effects(network: Network) -> None:
    certificate = network.issue(network.world.amina)

    kinds = list(Outbox.objects.filter(key__contains="certificate").values_list("kind", flat=True).order_by("kind"))
    assert kinds == ["certificate-pdf", "mail"]
    assert not certificate.renderings.exists()
    assert CertificateEvent.objects.get().kind == "issued"


def test_the_award_is_traced_and_a_revocation_takes_it_back(network: Network) -> None:
    certificate = network.issue(network.world.amina)
    statement = Statement.objects.get(verb=v.EARNED.iri)
    assert statement.body["result"] == {"success": True, "completion": True}
    assert "Amina" not in json.dumps(statement.body)

    revoke(certificate, by=network.world.rose, reason="Délivré par erreur")

    assert Voiding.objects.filter(voided=statement).exists()


def test_a_repeat_gives_the_same_certificate(network: Network) -> None:
    first = network.issue(network.world.amina)
    again = issue(network.enrolment(network.world.amina), network.achievement, by=network.world.rose, seen="whatever was seen")

    assert again == first
    assert Certificate.objects.count() == 1
    assert Outbox.objects.filter(key__startswith="mail:certificates.issued").count() == 1
    assert SerialCounter.objects.get().last == 1


def test_nobody_is_certified_without_the_conditions(network: Network) -> None:
    enrolment = network.enrolment(network.world.amina)
    network.complete(network.world.amina)

    with pytest.raises(WrongState) as refused:
        issue(enrolment, network.achievement, by=network.world.rose)

    assert refused.value.status == 409 and refused.value.code == "not_eligible"
    assert len(refused.value.details["missing"]) == 1
    assert not Certificate.objects.exists() and not SerialCounter.objects.exists()


def test_a_worksheet_reopened_after_the_preview_stops_the_issue(network: Network) -> None:
    enrolment = network.ready(network.world.amina)
    sheet = network.validate(network.world.amina).worksheet
    worksheets.reopen(sheet, by=network.world.amina, reason="Une activité a changé")

    with pytest.raises(WrongState):
        issue(enrolment, network.achievement, by=network.world.rose)
    assert not Certificate.objects.exists()


def test_facts_that_moved_since_the_preview_stop_the_issue(network: Network) -> None:
    enrolment = network.ready(network.world.amina)
    seen = payload.fingerprint(payload.draft(enrolment, network.achievement, judge(enrolment, network.achievement)), 0)
    enrolment.person.full_name = "Amina Haddad-Morel"
    enrolment.person.save()

    with pytest.raises(WrongState) as refused:
        issue(enrolment, network.achievement, by=network.world.rose, seen=seen)
    assert refused.value.code == "preview_changed"


def test_a_confirmation_replayed_after_a_revocation_issues_nothing(network: Network) -> None:
    from django.utils import translation

    enrolment = network.ready(network.world.amina)
    with translation.override("fr"):
        seen = payload.fingerprint(payload.draft(enrolment, network.achievement, judge(enrolment, network.achievement)), 0)
    certificate = issue(enrolment, network.achievement, by=network.world.rose, seen=seen)
    revoke(certificate, by=network.world.rose, reason="Nom mal écrit")

    with pytest.raises(WrongState):
        issue(enrolment, network.achievement, by=network.world.rose, seen=seen)
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("who", ["amina", "luc", "ines", "paul", "stranger"])
def test_only_an_officer_of_the_network_issues_and_revokes(network: Network, who: str) -> None:
    certificate = network.issue(network.world.amina)
    other = network.ready(network.world.chloe)

    with pytest.raises(NotAllowed):
        issue(other, network.achievement, by=getattr(network.world, who))
    with pytest.raises(NotAllowed):
        revoke(certificate, by=getattr(network.world, who), reason="Pour voir")


def test_the_administrator_may_issue(network: Network) -> None:
    assert issue(network.ready(network.world.amina), network.achievement, by=network.world.sofia).serial


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificates_certificate SET payload = '{}'",
        "UPDATE certificates_certificate SET sha256 = 'x'",
        "UPDATE certificates_certificate SET token = 'x'",
        "UPDATE certificates_certificate SET serial = 'x'",
        "UPDATE certificates_certificate SET achievement_id = achievement_id + 1",
        "UPDATE certificates_certificate SET template_id = template_id + 1",
        "UPDATE certificates_certificateevent SET reason = 'x'",
        "UPDATE certificates_documenttemplate SET html = 'x'",
    ],
)
def test_the_database_refuses_to_change_what_was_printed(network: Network, statement: str) -> None:
    network.issue(network.world.amina)

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_later_edits_change_nothing_that_was_printed(network: Network) -> None:
    certificate = network.issue(network.world.amina)
    before, page = dict(certificate.payload), html_of(certificate)

    amina = network.world.amina
    amina.full_name = "Amina Morel"
    amina.save()
    Signatory.objects.update(function="Présidence")
    network.achievement.public_title, network.achievement.objectives = "Autre titre", "Autre chose"
    network.achievement.save()
    network.issuer.legal_name = "Autre réseau"
    network.issuer.save()
    network.module.minutes = 10
    network.module.save()

    again = Certificate.objects.whole().get()
    assert again.payload == before and html_of(again) == page
    assert "Amina Haddad" in page and "Direction du réseau" in page


def test_a_revocation_says_why_and_is_final(network: Network) -> None:
    certificate = network.issue(network.world.amina)
    with pytest.raises(Invalid):
        revoke(certificate, by=network.world.rose, reason="   ")

    revoke(certificate, by=network.world.rose, reason="Délivré par erreur", note="Voir le courriel du 3")

    certificate.refresh_from_db()
    assert certificate.state == "revoked" and certificate.reason == "Délivré par erreur"
    assert Outbox.objects.filter(key__startswith="mail:certificates.revoked").count() == 1
    with pytest.raises(WrongState):
        revoke(certificate, by=network.world.rose, reason="Encore")
    with pytest.raises(WrongState):
        lift(certificate, by=network.world.rose)


def test_after_a_revocation_another_certificate_may_be_issued(network: Network) -> None:
    first = network.issue(network.world.amina)
    revoke(first, by=network.world.rose, reason="Nom mal écrit")

    second = issue(network.enrolment(network.world.amina), network.achievement, by=network.world.rose)

    assert second.pk != first.pk and second.serial != first.serial and second.token != first.token


def test_a_suspension_is_lifted(network: Network) -> None:
    certificate = network.issue(network.world.amina)
    suspend(certificate, by=network.world.rose, reason="Vérification en cours")
    assert Certificate.objects.get().state == "suspended"
    assert issue(network.enrolment(network.world.amina), network.achievement, by=network.world.rose) == certificate
    lift(certificate, by=network.world.rose)
    assert Certificate.objects.get().state == "valid"
    assert list(CertificateEvent.objects.values_list("kind", flat=True)) == ["issued", "suspended", "lifted"]


def test_the_chain_shows_a_row_removed(network: Network) -> None:
    for person in [network.world.amina, network.world.chloe, network.world.bilal]:
        network.issue(person)
    assert chain.broken_at(network.issuer) is None

    CertificateEvent.objects.filter(number=2).delete()

    assert chain.broken_at(network.issuer) == 2


def test_serials_follow_each_other(network: Network) -> None:
    numbers = [
        network.issue(person).serial.split("-")[2] for person in [network.world.amina, network.world.chloe, network.world.bilal]
    ]
    assert numbers == ["000001", "000002", "000003"]


def test_a_suspended_issuer_issues_nothing(network: Network) -> None:
    from django.utils import timezone

    network.issuer.suspended_at = timezone.now()
    network.issuer.save()
    with pytest.raises(WrongState):
        network.issue(network.world.amina)


def test_without_a_signatory_nothing_is_issued(network: Network) -> None:
    Signatory.objects.all().delete()
    with pytest.raises(WrongState) as refused:
        network.issue(network.world.amina)
    assert refused.value.code == "no_signatory"


def test_only_the_holder_decides_what_is_shown(network: Network) -> None:
    certificate = network.issue(network.world.amina)
    with pytest.raises(NotAllowed):
        show(certificate, "private", by=network.world.rose)
    show(certificate, "initials", by=network.world.amina)
    assert Certificate.objects.get().visibility == "initials"


def test_a_colleague_who_wrote_nothing_is_not_said_to_have_written(network: Network) -> None:
    network.ready(network.world.amina)
    certificate = network.issue(network.world.bilal)
    share = certificate.payload["contribution"][0]
    assert share["elements"] == 0 and "0" not in share["sentence"].split("version")[0].replace("2026", "").replace("20", "")
