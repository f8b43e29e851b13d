from __future__ import annotations

import pytest

from coursesite.accounts.models import User
from coursesite.accounts.people_admin import NewPersonForm, PeopleViewSet, PersonForm
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db


def data(**fields: object) -> dict[str, object]:
    return {"email": "amina@test.example", "first_name": "Amina", "last_name": "Haddad", "is_active": "on", **fields}


def test_the_name_is_shown_in_two_and_kept_whole() -> None:
    amina = person("Amina Haddad")
    form = PersonForm(instance=amina)
    assert (form["first_name"].value(), form["last_name"].value()) == ("Amina", "Haddad")
    form = PersonForm(data(last_name="Haddad Martin", email="Amina@Test.example"), instance=amina)
    assert form.is_valid(), form.errors
    form.save()
    amina.refresh_from_db()
    assert (amina.full_name, amina.email) == ("Amina Haddad Martin", "amina@test.example")
    assert amina.check_password(PASSWORD) and amina.sign_outs == 0


def test_a_person_of_one_name() -> None:
    form = NewPersonForm(data(last_name="", password1="la marée monte doucement", password2="la marée monte doucement"))
    assert form.is_valid(), form.errors
    assert form.save().full_name == "Amina"


def test_changing_what_somebody_may_do_ends_her_sessions(sign_in) -> None:
    amina = person("Amina Haddad")
    client = sign_in(amina)
    form = PersonForm(data(is_superuser="on"), instance=User.objects.get(pk=amina.pk))
    assert form.is_valid(), form.errors
    form.save()
    assert client.get("/compte/").status_code == 302


def test_the_editing_space_uses_these_forms(sign_in) -> None:
    assert PeopleViewSet().get_form_class(for_update=True) is PersonForm
    sofia = User.objects.create_superuser("sofia@test.example", PASSWORD, full_name="Sofia Pradel")
    client = sign_in(sofia)
    amina = person("Amina Haddad")
    answer = client.post(f"/cms/users/edit/{amina.pk}/", data(first_name="Aminata"))
    assert answer.status_code == 302
    amina.refresh_from_db()
    assert amina.full_name == "Aminata Haddad"
