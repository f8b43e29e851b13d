from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.cohorts import importing
from coursesite.cohorts.models import Enrolment, Import, Participation
from coursesite.cohorts.reading import read
from coursesite.core.errors import NotAllowed, WrongState
from coursesite.core.models import Outbox
from coursesite.organisations.models import Invitation, Membership, Organisation
from tests.people import person

pytestmark = pytest.mark.django_db
HEAD = "structure;ville;secteur;nom;courriel\n"
GOOD = (
    HEAD
    + "Les Amis du Port;Saint-Malo;enfance;Jeanne Le Goff;jeanne@port.example\nL’Écluse;Redon;justice;Théo Müller;theo@ecluse.example\n"
)


def upload(client, cohort, text: str | bytes):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(
        reverse("cohorts:import", args=[cohort.public_id]), {"file": SimpleUploadedFile("liste.csv", content, "text/csv")}
    )


def confirm(client, waiting):
    return client.post(reverse("cohorts:import_confirm", args=[waiting.cohort.public_id, waiting.public_id]))


def counts():
    return Organisation.objects.count(), Participation.objects.count(), Invitation.objects.count(), Outbox.objects.count()


def test_preview_then_confirmation(world, sign_in, drain):
    rose, before = sign_in(world.rose), counts()

    answer = upload(rose, world.cohort, GOOD.encode("cp1252"))

    assert answer.status_code == 303
    page = rose.get(answer.url)
    assert "Théo Müller" in page.content.decode() and "L’Écluse" in page.content.decode()
    assert counts() == before, "a preview writes nothing but itself"
    waiting = Import.objects.get()
    assert confirm(rose, waiting).status_code == 303
    drain()
    waiting.refresh_from_db()
    assert waiting.rows == [], "the names and addresses are forgotten"
    assert waiting.summary == {"lines": 2, "created": 2, "joined": 2, "invited": 2}
    assert {message.to[0] for message in mail.outbox} == {"jeanne@port.example", "theo@ecluse.example"}
    assert Invitation.objects.get(email="theo@ecluse.example").role == "lead"
    assert rose.get(answer.url).status_code == 200


def test_confirming_twice_and_sending_the_same_file_again_do_nothing_more(world, sign_in):
    rose = sign_in(world.rose)
    upload(rose, world.cohort, GOOD)
    waiting = Import.objects.get()
    confirm(rose, waiting)
    after = counts()

    assert confirm(rose, waiting).status_code == 303
    assert importing.confirm(waiting, by=world.rose).summary["invited"] == 2
    assert upload(rose, world.cohort, GOOD).status_code == 303
    confirm(rose, waiting)

    assert counts() == after
    assert Import.objects.count() == 1


def test_the_same_people_in_another_file_are_not_invited_again(world, sign_in):
    rose = sign_in(world.rose)
    upload(rose, world.cohort, GOOD)
    confirm(rose, Import.objects.get())
    after = counts()
    upload(rose, world.cohort, GOOD + "Le Ponton;;;;ponton@port.example\n")
    confirm(rose, Import.objects.latest("pk"))
    assert counts() == tuple(number + 1 for number in after)


def test_one_bad_line_stops_everything_and_every_fault_is_listed(world, sign_in):
    before = counts()
    answer = upload(sign_in(world.rose), world.cohort, GOOD + "Tiers;;pêche;X;nowhere\n")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Ligne 4" in text and "pêche" in text and "nowhere" in text and "Les Amis du Port" in text
    assert counts() == before
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["", HEAD, HEAD + "=A;;;;a@b.example\n", HEAD + "A\0;;;;a@b.example\n", b"\xff\xfe\x00", HEAD + "<img src=x>;;;;bad\n"],
)
def test_bad_files_answer_422_and_write_nothing(world, sign_in, text):
    before = counts()
    answer = upload(sign_in(world.rose), world.cohort, text)
    assert answer.status_code == 422
    assert b"<img src=x>" not in answer.content
    assert counts() == before


def test_a_missing_file_is_a_form_error(world, sign_in):
    assert sign_in(world.rose).post(reverse("cohorts:import", args=[world.cohort.public_id]), {}).status_code == 422


def test_a_file_of_more_than_a_megabyte_is_413(world, sign_in):
    assert upload(sign_in(world.rose), world.cohort, HEAD + "x" * (1024 * 1024)).status_code == 413


def test_known_organisations_keep_their_profile_and_members_are_not_invited(world, sign_in):
    chloe_line = "LE JARDIN DES POSSIBLES;Ailleurs;autre;Chloé;chloe@test.example\n"
    upload(sign_in(world.rose), world.other_cohort, HEAD + chloe_line)
    confirm(sign_in(world.rose), Import.objects.get())
    world.jardin.refresh_from_db()
    assert (world.jardin.city, world.jardin.sector) == ("Rennes", "childhood")
    assert not Invitation.objects.exists()
    assert Enrolment.objects.filter(cohort=world.other_cohort, person=world.chloe).exists(), (
        "its members follow the cohort at once"
    )


def test_an_account_of_another_network_is_invited_and_nothing_tells_that_it_exists(world, sign_in):
    text = HEAD + "Structure Une;;;;paul@test.example\nStructure Deux;;;;personne@nulle.example\n"
    rose = sign_in(world.rose)
    page = rose.get(upload(rose, world.cohort, text).url).content.decode()
    first, second = (
        page[page.index(name) : page.index("</tr>", page.index(name))] for name in ("Structure Une", "Structure Deux")
    )
    assert first.split("</td>")[-2] == second.split("</td>")[-2]
    confirm(rose, Import.objects.get())
    assert Invitation.objects.filter(email="paul@test.example").exists()
    assert not Membership.objects.filter(person=world.paul).exists()


def test_somebody_already_in_the_cohort_elsewhere_is_a_fault(world, sign_in):
    answer = upload(sign_in(world.rose), world.cohort, HEAD + "Structure Une;;;;chloe@test.example\n")
    assert answer.status_code == 422
    assert "Le Jardin des Possibles" in answer.content.decode()


def test_what_changed_since_the_preview_takes_everything_back(world):
    reading = read((HEAD + "Structure Une;;;;yann@port.example\n").encode())
    importing.plan(world.cohort, reading)
    waiting = importing.prepare(world.cohort, content=b"x", reading=reading, by=world.rose)
    yann = User.objects.create_user("yann@port.example", full_name="Yann")
    Membership.objects.create(organisation=world.jardin, person=yann)
    Enrolment.objects.create(cohort=world.cohort, person=yann, organisation=world.jardin)
    with pytest.raises(WrongState):
        importing.confirm(waiting, by=world.rose)
    waiting.refresh_from_db()
    assert waiting.state == "preview" and waiting.rows


def test_an_old_preview_is_refused_then_forgotten(world, sign_in):
    rose = sign_in(world.rose)
    upload(rose, world.cohort, GOOD)
    Import.objects.update(created_at=timezone.now() - timedelta(hours=25))
    waiting = Import.objects.get()
    assert confirm(rose, waiting).status_code == 409
    upload(rose, world.cohort, GOOD + "Le Ponton;;;;ponton@port.example\n")
    assert not Import.objects.filter(pk=waiting.pk).exists()


def test_abandoning_forgets_the_lines(world, sign_in):
    rose = sign_in(world.rose)
    upload(rose, world.cohort, GOOD)
    waiting = Import.objects.get()
    url = reverse("cohorts:import_abandon", args=[world.cohort.public_id, waiting.public_id])
    assert rose.post(url).status_code == 303
    assert not Import.objects.exists()
    assert rose.post(url).status_code == 404


def test_strangers_404_trainers_and_participants_403(world, sign_in):
    upload(sign_in(world.rose), world.cohort, GOOD)
    waiting = Import.objects.get()
    for user, expected in [(world.paul, 404), (world.noe, 404), (world.stranger, 404), (world.luc, 403), (world.amina, 403)]:
        client = sign_in(user)
        assert upload(client, world.cohort, GOOD).status_code == expected
        assert (
            client.get(reverse("cohorts:import_preview", args=[world.cohort.public_id, waiting.public_id])).status_code
            == expected
        )
        assert confirm(client, waiting).status_code == expected
    with pytest.raises(NotAllowed):
        importing.confirm(waiting, by=world.luc)


def test_a_region_imports_into_its_own_cohorts_only(world, sign_in):
    from coursesite.cohorts.models import Cohort, Programme
    from coursesite.organisations.models import Network, NetworkRole

    region = Network.objects.create(name="Estuaire Sud", slug="sud", parent=world.network)
    officer = person("Rita Sud")
    NetworkRole.objects.create(network=region, person=officer)
    programme = Programme.objects.create(network=region, name="P")
    cohort = Cohort.objects.create(programme=programme, name="C", starts_on="2027-01-01", ends_on="2027-09-30")
    assert upload(sign_in(officer), world.cohort, GOOD).status_code == 404
    assert upload(sign_in(officer), cohort, GOOD).status_code == 303
    assert upload(sign_in(world.rose), cohort, GOOD).status_code == 303


@pytest.mark.parametrize("lines", [1, 30])
def test_reading_a_list_takes_the_same_queries_whatever_its_length(world, sign_in, lines, django_assert_max_num_queries):
    text = HEAD + "".join(f"Structure {n};;;;lead{n}@port.example\n" for n in range(lines))
    client = sign_in(world.rose)
    with django_assert_max_num_queries(30):
        upload(client, world.cohort, text)
