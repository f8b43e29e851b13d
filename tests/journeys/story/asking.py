"""5. Rows added, changed, moved and linked with plain forms; a question asked on a draft, answered by a trainer."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.story import Story

QUESTION = "Comment dire que cela dure ?"
ANSWER = "Dites à partir de quand, et pour qui."


def write_rows(story: Story) -> None:
    """At her desk, each row a form of its own."""
    nora = story.visitor()
    page = nora.sign_in(story.nora)
    page = nora.go(f"/fiches/{story.sheet}/")
    activities = page.locator("#kind-activity")
    activities.locator("textarea[name=label]").first.fill("Ateliers collectifs sur les démarches et les droits")
    activities.get_by_role("button", name="Enregistrer").first.click()
    expect(page.locator(".messages")).to_contain_text("Enregistré à")
    add(page, "activity", "Permanences du mardi")
    add(page, "activity", "Une ligne de trop")
    label = activities.locator("textarea[name=label]")
    expect(label).to_have_count(3)
    row = activities.locator(".row-node").nth(1)
    row.locator(".row-more summary").click()
    row.get_by_role("button", name="Monter").click()
    expect(label.first).to_have_value("Permanences du mardi")
    row = activities.locator(".row-node").nth(2)
    row.locator(".row-more summary").click()
    row.get_by_role("button", name="Supprimer").click()
    expect(page.locator("main")).to_contain_text("supprimé")
    expect(label).to_have_count(2)
    link(page, "Permanences du mardi", "Les personnes connaissent leurs droits", "quelqu’un répond, à heure fixe")
    for path, words in [("historique/", "Nora"), ("imprimer/", "quelqu’un répond, à heure fixe")]:
        nora.go(f"/fiches/{story.sheet}/{path}")
        expect(page.locator("main")).to_contain_text(words)


def add(page: Page, kind: str, label: str) -> None:
    section = page.locator(f"#kind-{kind}")
    section.locator("details.add summary").first.click()
    section.locator("details.add input[name=label]").first.fill(label)
    section.locator("details.add button").first.click()
    expect(section.locator("textarea[name=label]").last).to_have_value(label)


def link(page: Page, source: str, target: str, because: str) -> None:
    page.locator("#kind-activity .row-node").first.get_by_role("link", name="Relier à…").click()
    page.locator(".link-form select").select_option(label=target)
    page.locator(".link-form").get_by_role("button", name="Relier").click()
    made = page.get_by_role("group", name=source).locator(".link", has_text=target)
    made.locator("[name=assumption]").fill(because)
    made.locator("[name=evidence]").select_option(index=1)
    made.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("group", name=source).locator(".link [name=assumption]")).to_have_value(because)


def ask_for_help(story: Story) -> None:
    """The sheet stays a draft: the trainer sees the question and the words it is about."""
    nora, maud = story.lead, story.visitor()
    page = nora.go(f"/fiches/{story.sheet}/")
    page.locator("#kind-outcome .row-open").first.click()  # on her phone, one element at a time
    page.locator("#kind-outcome").get_by_role("link", name="Demander de l’aide").click()
    page.get_by_label("Votre question").fill(QUESTION)
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.locator("main")).to_contain_text(QUESTION)
    maud.sign_in("maud")
    page = maud.go("/relectures/")
    page.locator("li", has_text=story.organisation).get_by_role("link", name="Répondre à Nora").click()
    expect(page.locator("main")).to_contain_text("Les personnes connaissent leurs droits")
    expect(page.locator("main")).not_to_contain_text("Permanences du mardi")
    page.get_by_label("Votre réponse").fill(ANSWER)
    page.get_by_role("button", name="Envoyer la réponse").click()
    expect(page.locator("main")).to_contain_text(ANSWER)
    page = nora.go(f"/fiches/{story.sheet}/")
    expect(page.locator("#kind-outcome .margin-note", has_text=QUESTION)).to_contain_text(ANSWER)
