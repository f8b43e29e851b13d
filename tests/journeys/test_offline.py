"""Without a connection: on a device where one asked it, what was read is read again and says from when; elsewhere nothing is kept. Nobody
reads what another person left."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site
from tests.journeys.story import Visitors
from tests.journeys.test_worksheet import Place, label, saved
from tests.people import PASSWORD

pytestmark = pytest.mark.browser

FIRST, SECOND = "/modules/module-3/a-quoi-sert/", "/modules/module-3/partir-de-la-fin/"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) if (name.startsWith("jalons-kept-"))
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  return found.sort();
}"""
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
CHOICE = "Garder sur cet appareil"


def until_kept(page: Page, *paths: str) -> None:
    """The worker keeps while the page is read: waits for these pages, no more and no fewer."""
    for _ in range(80):
        if page.evaluate(KEPT) == sorted(paths):
            return
        page.wait_for_timeout(250)
    assert page.evaluate(KEPT) == sorted(paths)


OLD = """async () => {
  for (const name of await caches.keys()) if (name.startsWith("jalons-kept-")) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) {
      const copy = await cache.match(one), headers = new Headers(copy.headers);
      headers.set("Kept-At", new Date(Date.now() - 8 * 24 * 3600 * 1000).toISOString());
      await cache.put(one, new Response(await copy.text(), { headers }));
    }
  }
}"""
# In the worker itself. A page that says it may be kept for `reader`; and a line on which nothing comes before `answer` is called.
GIVEN = """
  const page = (text, reader = READER) => new Response(`<html lang="fr">${text}</html>`, { headers: { "Offline-Copy": `${reader} lessons 10` } });
  const paths = async () => {
    const found = [];
    for (const name of await caches.keys()) if (isKept(name))
      for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname + new URL(one.url).search);
    return found.sort();
  };
  const url = location.origin + "/modules/essai/lecon/";
  const asked = async (address) => {
    const [line, timer] = [self.fetch, self.setTimeout];
    let answer;
    const waits = [], coming = new Promise((resolve) => { answer = resolve; });
    [self.fetch, self.setTimeout] = [() => coming, (act) => timer(act, 0)];
    const shown = visit({ request: new Request(address), waitUntil: (promise) => waits.push(promise) });
    [self.fetch, self.setTimeout] = [line, (act, after) => timer(act, after === PATIENCE ? 0 : after)];
    return { shown, answer, done: async () => { await Promise.all(waits); self.setTimeout = timer; } };
  };
"""


def in_worker(page: Page, script: str) -> object:
    (worker,) = page.context.service_workers
    return worker.evaluate(f"async () => {{ {GIVEN} {script} }}")


def learner(visitor: Callable[..., Visitor], site: Site) -> tuple[Visitor, Place]:
    place = Place(site)
    someone = visitor()
    someone.sign_in(place.lea)
    return someone, place


def ask(reader: Visitor, path: str) -> Page:
    """Opens a page, and asks there that this device keep what is read."""
    page = reader.go(path)
    page.get_by_label(CHOICE).check()
    until_kept(page, path)
    return page


def test_who_asked_nothing_leaves_nothing(visitor: Visitors, site: Site) -> None:
    reader, place = learner(visitor, site)
    page = reader.go(FIRST)
    expect(page.get_by_label(CHOICE)).not_to_be_checked()
    reader.go(place.path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("caches.keys()") == [] and page.evaluate(WORKERS) == 0
    reader.go(FIRST)
    reader.context.set_offline(True)
    expect(page.get_by_role("status").filter(has_text="Attendez la connexion")).to_be_visible()
    reader.context.set_offline(False)
    expect(page.get_by_role("status").filter(has_text="Attendez la connexion")).to_have_count(0)


def test_a_lesson_and_the_worksheet_are_read_again_and_signing_out_empties(visitor: Visitors, site: Site) -> None:
    reader, place = learner(visitor, site)
    page = ask(reader, FIRST)
    page.goto(site.url + place.path)
    until_kept(page, FIRST, place.path)
    page.goto(site.url + "/mon-espace/")
    assert page.evaluate(KEPT) == sorted([FIRST, place.path]), "and no other page"

    reader.context.set_offline(True)
    page.goto(site.url + FIRST)
    banner = page.get_by_role("status").filter(has_text="Hors connexion")
    expect(banner).to_contain_text("page lue le")
    expect(page.get_by_role("heading", level=1)).to_have_text("À quoi sert une théorie du changement")
    assert page.evaluate("getComputedStyle(document.querySelector('.key-points')).borderRadius") == "6px", "with its styles"
    expect(page.get_by_role("button", name="Continuer")).to_be_disabled()
    reader.audit("Leçon lue sans connexion")
    page.goto(site.url + place.path)
    expect(page.get_by_role("status").filter(has_text="page lue le")).to_be_visible()
    expect(label(page)).to_have_value("Recevoir chaque personne")  # type: ignore[arg-type]

    page.goto(site.url + SECOND)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hors connexion")
    expect(page.get_by_text("n’est pas gardée sur cet appareil")).to_be_visible()
    reader.audit("Hors connexion")
    page.get_by_role("link", name="À quoi sert une théorie du changement").click()
    expect(banner).to_contain_text("page lue le")

    reader.context.set_offline(False)
    page.get_by_role("link", name="ouvrir la version à jour de cette page").click()
    expect(banner).to_have_count(0)
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(site.url + "/")
    assert page.evaluate(KEPT) == [] and page.evaluate(WORKERS) == 0


def test_what_was_typed_offline_on_a_page_opened_again_leaves_with_the_connection(visitor: Visitors, site: Site) -> None:
    reader, place = learner(visitor, site)
    page = ask(reader, place.path)
    reader.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("status").filter(has_text="page lue le")).to_be_visible()
    words = f"Recevoir chacun {uuid4().hex[:6]}"
    label(page).fill(words)  # type: ignore[attr-defined]
    page.wait_for_timeout(1500)
    page.reload()
    expect(label(page)).to_have_value(words)  # type: ignore[arg-type]
    reader.context.set_offline(False)
    saved(page)
    assert words in place.activities()


def test_another_person_never_reads_it(visitor: Visitors, site: Site) -> None:
    """The session ends by itself, nobody signs out; somebody else signs in, and the line is cut before any page comes."""
    reader, place = learner(visitor, site)
    page = ask(reader, FIRST)
    reader.context.clear_cookies()
    page.goto(site.url + "/modules/")
    assert page.evaluate(KEPT) == [FIRST], "nothing has said yet that she is gone"
    page.goto(site.url + "/compte/login/")
    until_kept(page)

    page.locator("#id_login").fill(place.tom)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/mon-espace/**")
    page.goto(site.url + FIRST)
    expect(page.get_by_label(CHOICE)).not_to_be_checked()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(KEPT) == [] and page.evaluate(WORKERS) == 0


def test_a_form_that_signs_somebody_in_empties_before_any_page_does(visitor: Visitors, site: Site) -> None:
    reader, _place = learner(visitor, site)
    page = ask(reader, FIRST)
    reader.context.clear_cookies()
    page.goto(site.url + "/v/")  # a public page: its scripts know nothing of readers
    page.evaluate("""() => {
      const form = Object.assign(document.createElement("form"), { method: "post", action: "/compte/login/code/" });
      document.body.append(form); form.submit();
    }""")
    page.wait_for_load_state("networkidle")
    until_kept(page)


def test_the_worker_keeps_for_one_person_alone(visitor: Visitors, site: Site) -> None:
    """The session of another person in the same browser, by no form at all."""
    reader, place = learner(visitor, site)
    page = ask(reader, FIRST)
    other = visitor()
    other.sign_in(place.tom)
    reader.context.clear_cookies()
    reader.context.add_cookies([one for one in other.context.cookies() if one["name"] == "sessionid"])  # type: ignore[arg-type]
    page.goto(site.url + SECOND)
    page.wait_for_load_state("networkidle")
    until_kept(page)
    assert page.evaluate(WORKERS) == 0


def test_a_shared_device_takes_the_choice_back(visitor: Visitors, site: Site) -> None:
    reader, place = learner(visitor, site)
    page = ask(reader, place.path)
    page.get_by_label("Appareil partagé").or_(page.get_by_label("Cet appareil est partagé")).first.check()
    until_kept(page)
    expect(page.get_by_label(CHOICE)).to_be_hidden()
    page.goto(site.url + FIRST)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("caches.keys()").count("jalons-kept") == 0 and page.evaluate(KEPT) == []


def test_a_page_asked_for_before_signing_out_is_not_kept_after(visitor: Visitors, site: Site) -> None:
    """A slow lesson in one tab, « Se déconnecter » in another; then a lesson that is being written when all is forgotten."""
    reader, _place = learner(visitor, site)
    page = ask(reader, FIRST)
    late = """
      const one = await asked(url);
      await forget();
      one.answer(page("Leçon"));
      await one.done();
      return paths();
    """
    assert in_worker(page, late) == []
    halfway = "const keeping = keep(url, page('Leçon'), emptied); await forget(); await keeping; return [await paths(), await caches.keys()];"
    found, names = in_worker(page, halfway)  # type: ignore[misc]
    assert found == [] and not [name for name in names if name.startswith("jalons-kept-")]
    assert in_worker(page, "await keep(url, page('Leçon'), emptied); return paths();") == ["/modules/essai/lecon/"], "as ever"
    page.evaluate("navigator.serviceWorker.controller.postMessage({ reader: '' })")
    until_kept(page)


def test_a_copy_goes_after_a_week_whatever_is_read(visitor: Visitors, site: Site) -> None:
    reader, _place = learner(visitor, site)
    page = ask(reader, FIRST)
    page.evaluate(OLD)
    page.goto(site.url + "/mon-espace/")
    until_kept(page)
    ask_again = reader.go(FIRST)
    until_kept(ask_again, FIRST)
    page.evaluate(OLD)
    reader.context.set_offline(True)
    page.goto(site.url + SECOND)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hors connexion")
    expect(page.get_by_role("link", name="À quoi sert une théorie du changement")).to_have_count(0)


def test_what_the_page_answers_too_late_counts_all_the_same(visitor: Visitors, site: Site) -> None:
    reader, _place = learner(visitor, site)
    page = ask(reader, FIRST)
    updated = """
      await keep(url, page("Hier"), emptied);
      const one = await asked(url);
      const shown = await (await one.shown).text();
      one.answer(page("Ce matin"));
      await one.done();
      return [shown.includes("Hier") && shown.includes("data-copy"), await (await find(url)).text()];
    """
    was_shown, now = in_worker(page, updated)  # type: ignore[misc]
    assert was_shown and "Ce matin" in now
    gone = """
      await keep(url + "?page=2", page("Hier"), emptied);
      const one = await asked(url);
      await one.shown;
      one.answer(new Response("", { status: 404 }));
      await one.done();
      return paths();
    """
    assert in_worker(page, gone) == [FIRST], "with what was kept under the same path"
