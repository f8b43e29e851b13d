"""The look: contrasts, weights, and components as a person with a screen reader meets them."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

STATIC = Path(__file__).resolve().parent.parent / "coursesite" / "static"
SHEET = STATIC / "css" / "site.css"
TEXT = ["ink", "muted", "primary", "accent", "done", "attention", "problem"]


def tokens() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\n +\}", SHEET.read_text(), re.S)[:2]
    colours = {
        scheme: dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6})", text)) for scheme, text in (("light", light), ("dark", dark))
    }
    assert colours["light"].keys() == colours["dark"].keys()
    return colours


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, base: str, share: float) -> str:
    pairs = ((int(colour[i : i + 2], 16), int(base[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02X}" for over, under in pairs)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_colour_is_readable_on_every_ground(scheme: str) -> None:
    colours = tokens()[scheme]
    share = {"light": 0.07, "dark": 0.09}[scheme]
    faint = {
        (text, ground)
        for text in TEXT
        for ground in ("paper", "surface", "soft")
        if contrast(colours[text], colours[ground]) < 4.5
    }
    faint |= {
        (text, "its tint") for text in TEXT if contrast(colours[text], mixed(colours[text], colours["surface"], share)) < 4.5
    }
    faint |= {(name, f"on-{name}") for name in ("primary", "accent") if contrast(colours[name], colours[f"on-{name}"]) < 4.5}
    assert faint == set()


def test_the_sheet_and_any_room_sheet_fit_the_budget() -> None:
    shared = len(gzip.compress(SHEET.read_bytes()))
    rooms = [len(gzip.compress(sheet.read_bytes())) for sheet in (STATIC / "css" / "rooms").glob("*.css")]
    assert shared + max(rooms, default=0) <= 20 * 1024


def test_one_light_font_with_its_licence() -> None:
    (font,) = (STATIC / "fonts").glob("*.woff2")
    assert font.stat().st_size <= 25 * 1024
    assert "SIL Open Font License" in font.with_suffix(".OFL.txt").read_text()


def test_room_sheets_stay_in_their_layer() -> None:
    outside = re.compile(r"^(?!@layer rooms\b|/\*|\s|\}|$|@charset)")
    loose = [
        sheet.name
        for sheet in (STATIC / "css" / "rooms").glob("*.css")
        if any(outside.match(line) for line in _uncommented(sheet))
    ]
    assert loose == []


def _uncommented(sheet: Path) -> list[str]:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    depth, lines = 0, []
    for line in text.splitlines():
        if depth == 0:
            lines.append(line.rstrip())
        depth += line.count("{") - line.count("}")
    return lines


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As printed.")
    why = forms.CharField(label="Why", required=False, widget=forms.Textarea)
    who = forms.ChoiceField(label="Who", choices=[("a", "Adults"), ("b", "Children")], widget=forms.RadioSelect)
    read = forms.BooleanField(label="Read", required=True)


def rendered(form: forms.Form) -> BeautifulSoup:
    source = '{% load ui %}{% include "components/errors.html" with form=form only %}{% for f in form %}{% field f %}{% endfor %}'
    return BeautifulSoup(engines["django"].from_string(source).render({"form": form}), "html.parser")


def one(page: BeautifulSoup, css: str) -> Tag:
    found = page.select(css)
    assert len(found) == 1, (css, found)
    return found[0]


def test_a_field_names_its_help_and_says_what_is_optional() -> None:
    page = rendered(Sample())
    assert one(page, "#id_name")["aria-describedby"] == "id_name-help"
    assert one(page, "label[for=id_name] ~ #id_name-help").text == "As printed."
    assert not page.select("label[for=id_name] .meta")
    assert one(page, "label[for=id_why] .meta")
    assert one(page, "fieldset#id_who > legend").text.strip() == "Who"
    assert [label["for"] for label in page.select("fieldset#id_who label")] == ["id_who_0", "id_who_1"]
    assert not page.select(".error, .error-summary")


def test_errors_are_summed_up_with_a_link_to_each_field() -> None:
    page = rendered(Sample({"why": "Because"}))
    summary = one(page, ".error-summary[autofocus][tabindex='-1']")
    targets = [str(link["href"])[1:] for link in summary.select("a")]
    assert targets == ["id_name", "id_who", "id_read"]
    for target in targets:
        assert one(page, f"#{target}")
        assert one(page, f"#{target}-error").text
    assert one(page, "#id_name")["aria-invalid"] == "true"
    assert str(one(page, "#id_name")["aria-describedby"]).split() == ["id_name-help", "id_name-error"]
    assert str(one(page, "fieldset#id_who")["aria-describedby"]).split() == ["id_who-error"]


def test_poles_say_their_state_in_words() -> None:
    items = [
        {"label": "Frame", "url": "/a", "state": "done"},
        {"label": "Link", "state": "current", "note": "4 of 6"},
        {"label": "Choose"},
    ]
    page = BeautifulSoup(render_to_string("components/poles.html", {"items": items, "label": "Steps"}), "html.parser")
    assert one(page, "ol")["aria-label"] == "Steps"
    words = [" ".join(item.text.split()) for item in page.select("li")]
    assert len({text.split(maxsplit=1)[1] for text in words}) == 3
    assert [item.get("aria-current") for item in page.select("li")] == [None, "step", None]


@pytest.mark.django_db  # the menu is made of published pages
def test_the_public_layout_touches_nobody() -> None:
    def asked() -> None:
        raise AssertionError("the person was asked for")

    request = RequestFactory().get("/glossaire/")
    request.user = SimpleLazyObject(asked)
    page = BeautifulSoup(render_to_string("layouts/public.html", {}, request), "html.parser")
    assert not page.select("form, input")
    assert one(page, "a[hreflang=en]")["href"] == "/en/glossaire/"
    assert one(page, ".site-nav [aria-current]")["href"] == "/glossaire/"


def test_the_page_for_a_breakdown_needs_nothing() -> None:
    page = BeautifulSoup(render_to_string("500.html"), "html.parser")
    assert one(page, "h1").text
    assert one(page, "link[rel=stylesheet]")["href"] == "/static/css/site.css"


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_error_pages_say_where_to_go_in_french(name: str) -> None:
    page = BeautifulSoup(render_to_string(name, {}, RequestFactory().get("/x/")), "html.parser")
    assert one(page, "html")["lang"] == "fr"
    assert [link.text for link in page.select("main a.button")] == ["Revenir à mon espace", "Aller à l’accueil"]
    assert not page.select("a[hreflang]")


def test_a_refusal_shows_its_sentence_and_a_way_back() -> None:
    refusal = {"message": "Already sent <to Luc>.", "status": 409}
    page = BeautifulSoup(render_to_string("refused.html", {"refusal": refusal}, RequestFactory().get("/x/")), "html.parser")
    assert one(page, "main .note").text == "Already sent <to Luc>."
    assert one(page, "a[data-page-before][hidden]")
