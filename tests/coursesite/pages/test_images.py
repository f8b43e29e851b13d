"""Pictures of the pages: shown to whoever may read a page that holds them, and to nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Pillow
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.images.models import Image
from wagtail.models import Page, PageViewRestriction

from coursesite.accounts.models import User
from coursesite.accounts.seeds import seed_editors
from coursesite.pages.blocks import FigureBlock
from coursesite.pages.models import HomePage
from coursesite.pages.seeds import seed
from tests.modules.course import Course, build_course, unit
from tests.people import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


def picture(name: str = "schéma.jpg", size: tuple[int, int] = (2400, 1600)) -> Image:
    taken = Pillow.new("RGB", size, "teal")
    camera = Pillow.Exif()
    camera[0x010E] = "chez Madame Canari"
    camera.get_ifd(0x8825)[1] = "N"
    data = io.BytesIO()
    taken.save(data, "JPEG", exif=camera)
    return get_image_model().objects.create(title="Schéma", file=ContentFile(data.getvalue(), name=name))


def figure(image: Image, alt: str = "Trois flèches vers un but", **fields: object) -> tuple[str, dict]:
    value = {"image": image.pk, "alt_text": alt, "decorative": False}
    return ("figure", FigureBlock().to_python({"image": value, "caption": "Le chemin", **fields}))


def put(page: Page, image: Image, *, draft: bool = False) -> None:
    page.body = [*((block.block_type, block.value) for block in page.body), figure(image)]
    revision = page.save_revision()
    if not draft:
        revision.publish()


@pytest.fixture
def course(world: World) -> Course:
    return build_course()


@pytest.fixture(autouse=True)
def editors(db: None) -> None:
    seed_editors()


@pytest.fixture
def home(db: None) -> HomePage:
    seed(demo=False, out=lambda line: None)
    return HomePage.objects.get()


def shown(client: Client, address: str) -> dict[str, str]:
    tag = BeautifulSoup(client.get(address).content, "html.parser").select_one("figure img")
    assert tag is not None
    return {name: str(value) for name, value in tag.attrs.items()}


def test_a_picture_of_a_public_page_is_public_and_kept(home: HomePage, client: Client) -> None:
    put(home, picture())
    tag = shown(client, "/")
    assert (tag["alt"], tag["loading"], tag["width"], tag["height"]) == ("Trois flèches vers un but", "lazy", "1200", "800")
    answer = client.get(tag["src"])
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=604800"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")
    assert client.head(tag["src"]).status_code == 200
    assert client.post(tag["src"]).status_code == 405


def test_what_the_camera_added_is_gone(home: HomePage, client: Client) -> None:
    put(home, picture())
    sent = b"".join(client.get(shown(client, "/")["src"]).streaming_content)
    assert b"Canari" not in sent
    assert not Pillow.open(io.BytesIO(sent)).getexif()


def test_a_picture_of_a_lesson_follows_the_lesson(course: Course, world: World, sign_in: SignIn, client: Client) -> None:
    put(course.first, picture())
    amina = sign_in(world.amina)
    src = shown(amina, course.first.url)["src"]
    answer = amina.get(src)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    for who, status in [("luc", 200), ("rose", 200), ("ines", 200), ("sofia", 200), ("stranger", 404)]:
        assert sign_in(getattr(world, who)).get(src).status_code == status, who
    assert client.get(src).status_code == 404
    PageViewRestriction.objects.create(page=course.module, restriction_type="groups").groups.add(
        Group.objects.create(name="Comité")
    )
    assert amina.get(src).status_code == 404
    PageViewRestriction.objects.all().delete()
    course.first.unpublish()
    assert amina.get(src).status_code == 404
    assert sign_in(world.ines).get(src).status_code == 200, "whoever edits sees it still"


def test_a_picture_that_left_the_lesson_stays_with_who_keeps_its_version(course: Course, world: World, sign_in: SignIn) -> None:
    image = picture()
    put(course.first, image)
    amina, bilal = sign_in(world.amina), sign_in(world.bilal)
    amina.post("/parcours/module-3/relire/continuer/")
    course.first.refresh_from_db()
    course.first.body = [("text", "<p>Sans image.</p>")]
    course.first.save_revision().publish()
    answer = amina.get(shown(amina, course.first.url)["src"])
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    src = image.get_rendition("max-1200x1200").url
    assert bilal.get(src).status_code == sign_in(world.luc).get(src).status_code == Client().get(src).status_code == 404
    closed = PageViewRestriction.objects.create(page=course.module, restriction_type="groups")
    closed.groups.add(Group.objects.create(name="Comité"))
    assert amina.get(src).status_code == 404
    closed.delete()
    amina.post("/parcours/module-3/partir/nouvelle-version/")
    assert amina.get(src).status_code == 404


def test_a_lesson_that_is_not_open_yet_keeps_its_pictures(course: Course, world: World, sign_in: SignIn) -> None:
    image = picture()
    put(course.first, image)
    src = image.get_rendition("max-1200x1200").url
    course.module.prerequisite = course.later
    course.module.save_revision().publish()
    amina = sign_in(world.amina)
    assert amina.get(course.first.url).status_code == 403
    assert amina.get(src).status_code == 404
    open_lesson = unit(course.later, "Choisir", "choisir")
    put(open_lesson, image)
    assert amina.get(src).status_code == 200, "another lesson, which she may read, shows it"


def test_closing_a_public_page_closes_its_pictures(home: HomePage, client: Client, world: World, sign_in: SignIn) -> None:
    put(home, picture())
    src = shown(client, "/")["src"]
    PageViewRestriction.objects.create(page=home, restriction_type="login")
    assert client.get(src).status_code == 404
    answer = sign_in(world.stranger).get(src)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


def test_a_picture_on_two_pages_is_as_open_as_the_more_open_one(home: HomePage, course: Course, client: Client) -> None:
    image = picture()
    put(course.first, image)
    src = image.get_rendition("max-1200x1200").url
    assert client.get(src).status_code == 404
    put(home, image)
    assert client.get(src).status_code == 200


def test_what_no_page_shows_is_for_those_who_edit(home: HomePage, world: World, sign_in: SignIn, client: Client) -> None:
    image = picture()
    put(home, image, draft=True)
    src = image.get_rendition("max-165x165").url
    assert client.get(src).status_code == sign_in(world.amina).get(src).status_code == 404
    assert sign_in(world.ines).get(src).status_code == 200


@pytest.mark.mfa
def test_an_editor_without_her_second_factor_is_not_one_yet(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.ines).get(picture().get_rendition("max-165x165").url).status_code == 404


def test_nothing_else_of_the_folder_is_served(home: HomePage, client: Client, world: World, sign_in: SignIn) -> None:
    image = picture()
    put(home, image)
    shown(client, "/")
    sofia = sign_in(world.sofia)
    (Path(image.file.path).parent.parent / "images" / "loose.webp").write_bytes(b"RIFF")
    for address in (
        image.file.url,
        "/media/images/loose.webp",
        "/media/images/../jalons.sqlite3",
        "/media/",
        "/media/documents/a.pdf",
        "/media/images/a%00.webp",
    ):
        assert client.get(address).status_code == sofia.get(address).status_code == 404, address


def test_a_file_that_is_gone_says_so(home: HomePage, client: Client) -> None:
    image = picture()
    put(home, image)
    src = shown(client, "/")["src"]
    Path(image.renditions.get(filter_spec="max-1200x1200").file.path).unlink()
    assert client.get(src).status_code == 410


def test_a_picture_says_in_words_what_it_shows_or_that_it_decorates() -> None:
    image, block = picture(), FigureBlock()
    with pytest.raises(ValidationError):
        block.clean(figure(image, alt="")[1])
    assert block.clean(figure(image)[1])
    decorative = block.to_python({"image": {"image": image.pk, "alt_text": "", "decorative": True}, "caption": ""})
    tag = BeautifulSoup(block.render(block.clean(decorative)), "html.parser").img
    assert tag is not None and tag["alt"] == ""


def test_editors_upload_pictures_and_nothing_else(world: World, sign_in: SignIn) -> None:
    ines = sign_in(world.ines)
    data = io.BytesIO()
    Pillow.new("RGB", (20, 10), "teal").save(data, "PNG")
    good = ContentFile(data.getvalue(), name="plan.png")
    for name, content in [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", b"<html>"),
        ("a.html", data.getvalue()),
    ]:
        answer = ines.post("/cms/images/add/", {"title": "a", "file": ContentFile(content, name=name)})
        assert answer.status_code == 200, "the form comes back"
    assert not Image.objects.exists()
    ines.post("/cms/images/add/", {"title": "Plan", "file": good, "collection": "1"})
    assert Image.objects.get().title == "Plan"
