"""The story of the product, from an empty cohort to a revoked certificate, with an organisation that no seed knows.

Nora leads « Les Passeurs de Sel »; Rose opens the promotion, Luc and Maud train it. Each part is a function; they share one site
and follow one another, as they do in life.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.people import PASSWORD

Visitors = Callable[..., Visitor]
KEY = tomllib.loads((Path(__file__).resolve().parents[2] / "modules/exercises/seeds/module-3.toml").read_text())["exercise"]
EXERCISES = {one["code"]: one for one in KEY}


class Story:
    def __init__(self, site: Site, visitor: Visitors) -> None:
        self.site, self.visitor = site, visitor
        self.mark = uuid4().hex[:5]
        self.organisation = f"Les Passeurs de Sel {self.mark}"
        self.cohort = f"Promotion Salines {self.mark}"
        self.nora = f"nora-{self.mark}@passeurs.example"
        self.omar = f"omar-{self.mark}@passeurs.example"
        self.rose, self.luc = visitor(), visitor()
        self.lead = visitor(phone=True)
        self.code = ""


def link_in(mail: str) -> str:
    found = re.search(r"https?://\S+", mail)
    assert found, mail
    return found[0]


def test_the_story(site: Site, visitor: Visitors) -> None:
    story = Story(site, visitor)
    open_a_promotion(story)
    invite_and_join(story)
    learn(story)
    draft(story)
    send(story)
    send_back(story)
    revise(story)
    validate(story)
    certify(story)
    trace(story)


# --- 0. Open a promotion -------------------------------------------------------------------------------------------------


def open_a_promotion(story: Story) -> None:
    rose = story.rose
    page = rose.sign_in("rose")
    rose.audit("officer-dashboard")
    rose.go("/promotions/programmes/nouveau/")
    page.locator("#id_name").fill(f"Parcours des salines {story.mark}")
    page.locator("#id_months").fill("9")
    page.locator("#id_objectives").fill("Construire sa théorie du changement")
    page.get_by_role("button", name="Créer le programme").click()
    rose.go("/promotions/nouvelle/")
    rose.audit("cohort-form")
    page.locator("#id_programme").select_option(label=f"Parcours des salines {story.mark}")
    page.locator("#id_name").fill(story.cohort)
    page.locator("#id_starts_on").fill("2026-10-12")
    page.locator("form.form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(story.cohort)
    expect(page.locator("main")).to_contain_text("30 juin 2027")  # nine calendar months
    address = page.url
    for trainer in ["luc", "maud"]:
        page.goto(f"{address}formateurs/ajouter/")
        page.locator("#id_email").fill(f"{trainer}@demo.example")
        page.get_by_role("button", name=re.compile("Ajouter")).click()
        page.wait_for_url(address)
    import_organisations(story, page, address)
    page.goto(f"{address}structures/ajouter/")
    page.locator("#id_name").fill(story.organisation)
    page.locator("#id_city").fill("Guérande")
    page.locator("#id_full_name").fill("Nora Benali")
    page.locator("#id_email").fill(story.nora)
    page.locator("form.form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text(story.organisation)
    rose.audit("cohort")


def import_organisations(story: Story, page: Page, address: str) -> None:
    """A file with a bad line imports nothing and says where; mended, it is previewed, then confirmed."""
    head = "structure;ville;secteur;nom;courriel\r\n"
    good = f"La Cabane {story.mark};Batz;justice;Élise Morin;elise-{story.mark}@cabane.example\r\n"
    bad = f"=1+1;Batz;justice;Jean;jean-{story.mark}@x.example\r\nSans courriel;Batz;justice;Jean;pas-une-adresse\r\n"
    page.goto(f"{address}import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": (head + good + bad).encode("cp1252")}
    )
    page.locator("form:has(input[type=file]) button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Élise Morin")
    expect(page.locator("main")).to_contain_text(re.compile("pas-une-adresse|courriel"))
    story.rose.audit("import-with-errors")
    page.goto(f"{address}import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "b.csv", "mimeType": "text/csv", "buffer": (head + good).encode("utf-8-sig")}
    )
    page.locator("form:has(input[type=file]) button[type=submit]").first.click()
    page.locator("form[action$='confirmer/'] button").first.click()
    page.goto(address)
    expect(page.locator("main")).to_contain_text(f"La Cabane {story.mark}")


def invite_and_join(story: Story) -> None:
    """On a phone, from the message; then she invites her colleague. The link serves once."""
    phone = story.lead
    link = link_in(story.site.mail(story.nora, "rejoindre"))
    page = phone.go(link)
    phone.audit("join")
    page.locator("#id_full_name").fill("Nora Benali")
    page.locator("#id_function").fill("coordinatrice")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form.form button[type=submit]").first.click()
    page.wait_for_load_state()
    again = story.visitor()
    answer = again.page.goto(link)
    assert answer and answer.status == 409
    phone.go("/mon-espace/")
    phone.audit("participant-dashboard")
    page.get_by_role("link", name=re.compile("Inviter")).first.click()
    page.locator("#id_email").fill(story.omar)
    page.locator("form.form button[type=submit]").first.click()
    assert "Nora" in story.site.mail(story.omar, "rejoindre")


# --- 4. Learn ------------------------------------------------------------------------------------------------------------


def learn(story: Story) -> None:
    nora = story.lead
    page = nora.go("/modules/module-3/")
    nora.audit("module")
    lessons = story.site.shell(
        "from modules.catalogue.models import UnitPage\n"
        "answer = list(UnitPage.objects.filter(url_path__contains='/module-3/').order_by('path').values_list('slug', flat=True))"
    )
    assert isinstance(lessons, list) and len(lessons) == 6
    for number, slug in enumerate(lessons):
        page = nora.go(f"/modules/module-3/{slug}/")
        if number in {0, 2}:
            nora.audit(f"lesson-{number}")
        for form in range(page.locator("form[action*='/exercices/']").count()):
            answer_exercise(page, form)
        page.locator("form[action$='/continuer/'] button").last.click()
        page.wait_for_load_state()


def answer_exercise(page: Page, number: int) -> None:
    form = page.locator("form[action*='/exercices/']").nth(number)
    code = (form.get_attribute("action") or "").rstrip("/").rsplit("/", 1)[-1]
    exercise = EXERCISES[code]
    if exercise["kind"] == "sort":
        labels = {category["id"]: category["label"] for category in exercise["category"]}
        for card in exercise["card"]:
            row = form.locator(".exercise-row", has_text=card["text"])
            row.locator("select").select_option(label=labels[card["category"]])
    elif exercise["kind"] == "order":
        for place, item in enumerate(exercise["item"], 1):
            row = form.locator(".exercise-row", has_text=item["text"])
            while int(row.locator("select").input_value()) > place:
                row.get_by_role("button", name=re.compile("^Monter|↑")).click()
    else:
        for choice in exercise["choice"]:
            if choice["right"]:
                form.locator(".exercise-row", has_text=choice["text"]).locator("input[type=checkbox]").check()
    form.locator("button[type=submit], button:not([type])").last.click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text(exercise["feedback_success"][:40])


# --- 5, 6. Draft and send ------------------------------------------------------------------------------------------------


def draft(story: Story) -> None:
    nora = story.lead
    page = nora.go("/fiches/theorie-du-changement/")
    nora.audit("sheet-start")
    page.get_by_role("button", name=re.compile("Commencer")).click()
    page.wait_for_load_state()
    page.get_by_role("link", name=re.compile("cinq questions")).first.click()
    nora.audit("guided-start")
    answers = {
        "need": "À leur sortie, des personnes n’ont ni logement ni contact",
        "impact": "Moins de retours en détention sur le territoire",
        "outcome": "Les personnes connaissent leurs droits",
        "audience": "personnes sortant de détention",
        "activity": "Ateliers collectifs sur les démarches",
        "resource": "Deux salariées à temps plein",
        "output": "24 ateliers tenus dans l’année",
    }
    for name, text in answers.items():
        field = page.locator(f"[name={name}]")
        if field.count():
            field.fill(text)
    page.locator("form.guided button").last.click()
    page.wait_for_load_state()
    story.sheet = page.url.split("/fiches/")[1].split("/")[0]  # type: ignore[attr-defined]
    expect(page.locator("main")).to_contain_text("Les personnes connaissent leurs droits")
    nora.audit("sheet-list")
    for view in ["schema", "recit"]:
        nora.go(f"/fiches/{story.sheet}/?vue={view}")  # type: ignore[attr-defined]
        nora.audit(f"sheet-{view}")


def send(story: Story) -> None:
    nora = story.lead
    page = nora.go(f"/fiches/{story.sheet}/envoyer/")  # type: ignore[attr-defined]
    nora.audit("send")
    button = page.locator("form:has([name=confirmed]) button").first
    expect(button).to_contain_text(re.compile("Envoyer à Luc"))
    button.dblclick()
    page.wait_for_url(re.compile(r"/fiches/[0-9a-f-]+/$"))
    page.wait_for_load_state("networkidle")
    page = nora.go(f"/fiches/{story.sheet}/")  # type: ignore[attr-defined]
    expect(page.locator("main")).to_contain_text("Luc")
    nora.audit("sheet-sent")
    count = story.site.shell(
        "from step_guides.worksheets.models import Submission\n"
        f"answer = Submission.objects.filter(worksheet__public_id='{story.sheet}').count()"  # type: ignore[attr-defined]
    )
    assert count == 1


# --- 7. Review -----------------------------------------------------------------------------------------------------------


def review_with(page: Page, remarks: list[tuple[str, str, str]]) -> None:
    """Remarks at their places, the rubric, the letter. `remarks`: (words of the element, kind, text)."""
    for words, kind, text in remarks:
        place = page.locator(".place", has_text=words).first
        place.locator("details.add-remark summary").first.click()
        form = place.locator("details.add-remark form").first
        form.locator("select[name=kind]").select_option(kind)
        form.locator("textarea[name=text]").fill(text)
        form.locator("button").last.click()
        page.wait_for_load_state()
    for criterion in page.locator("fieldset.criterion").all():
        criterion.locator("input[value='3']").check()
    page.locator("#rubric form button").last.click()
    page.wait_for_load_state()
    page.locator("#id_letter").fill("Bonjour à toute l’équipe, merci pour ce travail.")
    page.locator("#id_next_step").fill("Dire pourquoi les ateliers changent quelque chose")
    page.locator("#letter form button").last.click()
    page.wait_for_load_state()


def send_back(story: Story) -> None:
    luc = story.luc
    link = link_in(story.site.mail("luc@demo.example", story.organisation))
    page = luc.sign_in("luc")
    luc.audit("trainer-dashboard")
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Les personnes connaissent leurs droits")
    luc.go("/relectures/")
    luc.audit("queue")
    page.locator("li", has_text=story.organisation).get_by_role("button").first.click()
    page.wait_for_load_state()
    luc.audit("desk")
    review_with(
        page,
        [
            ("Ateliers collectifs", "strength", "Une activité claire, bien décrite."),
            ("Les personnes connaissent", "question", "Par quel mécanisme passe-t-on de l’atelier aux droits ?"),
        ],
    )
    page.locator("a[href$='a-reprendre/confirmer/']").first.click()
    luc.audit("confirm-return")
    page.locator("form.form button").last.click()
    page.wait_for_url("**/relectures/")


def revise(story: Story) -> None:
    nora = story.lead
    story.site.mail(story.nora, "Luc")
    page = nora.go("/mon-espace/")
    nora.audit("returned-dashboard")
    page = nora.go(f"/fiches/{story.sheet}/")  # type: ignore[attr-defined]
    nora.audit("sheet-returned")
    note = page.locator(".margin-note", has_text="Par quel mécanisme")
    expect(note).to_be_visible()
    note.locator("summary", has_text="Répondre").click()
    note.locator("textarea[name=text]").first.fill("Les échanges entre pairs lèvent la peur de demander.")
    note.get_by_role("button", name="Envoyer la réponse").click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("lèvent la peur")
    page.locator(".margin-note", has_text="Par quel mécanisme").get_by_role("button", name="C’est fait").click()
    page.wait_for_load_state()
    label = page.locator("#kind-outcome textarea[name=label]").first
    label.fill("Les personnes connaissent leurs droits et osent les demander")
    expect(page.locator("worksheet-editor")).to_have_attribute("data-state", "saved")
    nora.go(f"/fiches/{story.sheet}/envoyer/")  # type: ignore[attr-defined]
    page.locator("form:has([name=confirmed]) button").first.click()
    page.wait_for_load_state()


def validate(story: Story) -> None:
    luc = story.luc
    page = luc.go("/relectures/")
    page.locator("li", has_text=story.organisation).get_by_role("button").first.click()
    page.wait_for_load_state()
    changes = page.locator("#changes")
    expect(changes).to_contain_text("osent les demander")
    luc.audit("desk-second-round")
    expect(page.locator("fieldset.criterion").first.locator("input[value='3']")).to_be_checked()
    review_with(page, [("Ateliers collectifs", "strength", "Le lien se lit bien maintenant.")])
    page.locator("a[href$='valider/confirmer/']").first.click()
    page.locator("form.form button").last.click()
    page.wait_for_url("**/relectures/")
    page = story.lead.go(f"/fiches/{story.sheet}/")  # type: ignore[attr-defined]
    expect(page.locator(".stamp").first).to_contain_text(re.compile("Validée"))
    story.lead.audit("sheet-validated")


# --- 8. Certify ----------------------------------------------------------------------------------------------------------


def certify(story: Story) -> None:
    rose = story.rose
    page = rose.go("/promotions/")
    page.get_by_role("link", name=story.cohort).first.click()
    page.wait_for_load_state()
    page.get_by_role("link", name="Certificats").first.click()
    rose.audit("eligibility")
    page.locator("tr, li, section", has_text="Nora Benali").locator("a[href*='/apercu/']").last.click()
    rose.audit("certificate-preview")
    page.locator("form[action*='/delivrer/'] button").last.click()
    page.wait_for_load_state()
    rose.audit("certificate-of-officer")
    officer_page = page.url
    link_in(story.site.mail(story.nora, "ertificat"))
    page = story.lead.go("/certificats/")
    story.lead.audit("my-certificates")
    download = story.lead.context.request.get(page.locator("a[href$='certificat.pdf']").first.get_attribute("href") or "")
    assert download.status == 200 and download.body().startswith(b"%PDF"), download.status
    code = story.site.shell(
        "from certification.certificates.models import Certificate\n"
        f"answer = Certificate.objects.get(enrolment__person__email='{story.nora}').token"
    )
    stranger = story.visitor()
    stranger.go(f"/v/{str(code).lower()}")
    expect(stranger.page.locator("main")).to_contain_text("Nora Benali")
    expect(stranger.page.locator("main")).to_contain_text("Module 3")
    stranger.audit("verification")
    assert stranger.context.cookies() == []
    page = rose.go(officer_page)
    page.get_by_role("link", name=re.compile("Révoquer")).first.click()
    page.locator("[name=reason]").first.fill("Délivré par erreur")
    page.locator("form:has([name=reason]) button").last.click()
    page.wait_for_load_state()
    stranger.go(f"/v/{code}")
    expect(stranger.page.locator("main")).to_contain_text("Délivré par erreur")
    stranger.audit("verification-revoked")


# --- 9. Trace ------------------------------------------------------------------------------------------------------------


def trace(story: Story) -> None:
    sofia = story.visitor()
    sofia.sign_in("sofia")
    sofia.audit("administrator-dashboard")
    sofia.go("/traces/")
    sofia.audit("traces")
    verbs = story.site.shell(
        "from coursesite.tracking.models import Statement\n"
        "from coursesite.accounts.models import User\n"
        "from coursesite.tracking.queries import statements_about\n"
        f"nora = User.objects.get(email='{story.nora}')\n"
        "answer = sorted({s.body['verb']['display']['en'] for s in statements_about(nora)})\n"
    )
    assert set(verbs) >= {  # type: ignore[arg-type]
        "registered", "initialized", "viewed", "progressed", "answered", "completed", "created", "edited", "submitted", "commented",
        "returned", "updated", "approved", "passed", "earned",
    }  # fmt: skip
    bodies = str(
        story.site.shell(
            "from coursesite.tracking.models import Statement\nanswer = list(Statement.objects.values_list('body', flat=True))"
        )
    )
    for secret in ["Nora", "Benali", "Passeurs", "passeurs.example", "connaissent leurs droits", "mécanisme", "peur de demander"]:
        assert secret not in bodies, secret
