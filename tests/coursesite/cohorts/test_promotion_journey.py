"""Step 0 of the story, through the pages: an officer opens a cohort, a lead joins from her mail and invites a colleague."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from coursesite.accounts.models import User
from coursesite.cohorts.models import Cohort, Enrolment, TrainerAssignment
from coursesite.organisations.models import Invitation, Membership, Organisation
from coursesite.tracking.models import Statement

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase assez longue"


def link_in(message: object) -> str:
    return re.search(r"http://testserver(/\S*invitation/\S+)", message.body)[1]


def test_from_programme_to_colleague(world, sign_in, drain):
    rose = sign_in(world.rose)

    answer = rose.post(
        reverse("cohorts:programme_create"),
        {
            "network": world.network.pk,
            "name": "Parcours court",
            "months": 9,
            "review_days": 5,
            "message_days": 2,
            "quiet_days": 14,
            "quiet_reminders": 2,
        },
    )
    assert answer.status_code == 303
    answer = rose.post(
        reverse("cohorts:create"),
        {
            "programme": answer.url.rpartition("=")[2],
            "name": "Promotion neuve",
            "starts_on": "2027-01-12",
            "ends_on": "",
            "track": "accompanied",
        },
    )
    cohort = Cohort.objects.get(name="Promotion neuve")
    assert answer.status_code == 303
    assert cohort.ends_on == date(2027, 9, 30)

    known = {"email": "NOE@test.example", "kind": "theory"}
    assert rose.post(reverse("cohorts:add_trainer", args=[cohort.public_id]), known).status_code == 303
    assert TrainerAssignment.objects.get(cohort=cohort).person == world.noe

    details = {
        "name": "Les Amis du Port",
        "city": "Saint-Malo",
        "sector": "childhood",
        "full_name": "Jeanne Le Goff",
        "email": "Jeanne@port.example",
    }
    assert rose.post(reverse("cohorts:add_organisation", args=[cohort.public_id]), details).status_code == 303
    drain()
    organisation = Organisation.objects.get(name="Les Amis du Port")
    [invited] = [message for message in mail.outbox if message.to == ["jeanne@port.example"]]
    assert "Les Amis du Port" in invited.body and "Promotion neuve" in invited.body and "Rose Lambert" in invited.body

    phone = Client()
    link = link_in(invited)
    assert phone.get(link).status_code == 200
    assert not User.objects.filter(email="jeanne@port.example").exists(), "opening the link changes nothing"
    joined = phone.post(link, {"full_name": "Jeanne Le Goff", "function": "directrice", "password": PASSWORD})
    assert joined.status_code == 303
    jeanne = User.objects.get(email="jeanne@port.example")
    enrolment = Enrolment.objects.get(person=jeanne)
    assert enrolment.cohort == cohort and enrolment.organisation == organisation
    assert Membership.objects.get(person=jeanne).role == "lead"
    assert Statement.objects.get(registration=enrolment.registration).verb.endswith("/registered")

    page = phone.get(reverse("organisations:detail", args=[organisation.public_id]))
    assert page.status_code == 200
    invite = {"email": "yann@port.example", "full_name": "Yann", "role": "member"}
    assert phone.post(reverse("organisations:invite", args=[organisation.public_id]), invite).status_code == 303
    drain()
    [second] = [message for message in mail.outbox if message.to == ["yann@port.example"]]
    colleague = Client()
    assert colleague.post(link_in(second), {"full_name": "Yann Kerbol", "function": "", "password": PASSWORD}).status_code == 303
    assert Enrolment.objects.filter(cohort=cohort).count() == 2
    assert Invitation.objects.waiting().count() == 0
