"""The group of editors, and the people of a demonstration."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from coursesite.accounts.models import User
from coursesite.accounts.roles import EDITORS

DEMO_PASSWORD = "jalons demo jalons"  # noqa: S105  (of a site that answers on 127.0.0.1 only)
SNIPPETS = ("exercises", "glossary", "competencies")


class DemoPerson(NamedTuple):
    email: str
    full_name: str
    function: str
    part: str  # in French: the sign-in page of the demonstration shows it


DEMO_PEOPLE = [
    DemoPerson(
        "amina@demo.example", "Amina Haddad", "Directrice", "Participante : elle pilote le travail à La Passerelle des Rives"
    ),
    DemoPerson("bilal@demo.example", "Bilal Kernan", "Éducateur", "Participant : le collègue d’Amina"),
    DemoPerson("chloe@demo.example", "Chloé Vasseur", "Coordinatrice", "Participante : Le Jardin des Possibles, même promotion"),
    DemoPerson("luc@demo.example", "Luc Morvan", "Formateur", "Formateur de la promotion"),
    DemoPerson("maud@demo.example", "Maud Tessier", "Formatrice", "Formatrice de la promotion"),
    DemoPerson("noe@demo.example", "Noé Brisset", "Formateur", "Formateur d’une autre promotion"),
    DemoPerson(
        "rose@demo.example",
        "Rose Lambert",
        "Chargée de réseau",
        "Réseau Estuaire : elle ouvre les promotions et délivre les certificats",
    ),
    DemoPerson("ines@demo.example", "Inès Cordier", "Rédactrice", "Rédactrice : elle écrit les leçons et le guide"),
    DemoPerson("sofia@demo.example", "Sofia Pradel", "Administratrice", "Administratrice du site"),
    DemoPerson("paul@demo.example", "Paul Renaudin", "Chargé de réseau", "Réseau Montagne : il ne voit rien du Réseau Estuaire"),
]
ADMINISTRATORS, EDITING = {"sofia@demo.example"}, {"ines@demo.example"}


def seed(*, demo: bool, out: Callable[[str], object]) -> None:
    editors = seed_editors()
    if not demo:
        return
    for one in DEMO_PEOPLE:
        if User.objects.filter(email=one.email).exists():
            continue
        create = User.objects.create_superuser if one.email in ADMINISTRATORS else User.objects.create_user
        person = create(one.email, DEMO_PASSWORD, full_name=one.full_name, function=one.function)
        if one.email in EDITING:
            person.groups.add(editors)
        out(f"accounts: {one.full_name}")


def seed_editors() -> Group:
    """Editors write and publish pages, pictures and snippets; people, rights and settings are not theirs."""
    group, _created = Group.objects.get_or_create(name=EDITORS)
    snippets = Permission.objects.filter(content_type__app_label__in=SNIPPETS)
    wanted = list(Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"))
    wanted += [right for right in snippets if right.codename.startswith(("add_", "change_", "publish_", "view_"))]
    group.permissions.add(*wanted)
    for root in Page.objects.filter(depth=1):
        for right in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=["add_page", "change_page", "publish_page"]
        ):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)
    for collection in Collection.objects.filter(depth=1):
        files = Permission.objects.filter(content_type__app_label__in=["wagtailimages", "wagtaildocs"])
        for right in files.filter(codename__in=["add_image", "change_image", "choose_image"]):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=right)
    return group
