"""8, 9. A certificate, its verification and revocation; the traces of it all."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.story import Story, link_in


def certify(story: Story) -> None:
    rose = story.rose
    page = rose.go("/promotions/")
    page.get_by_role("link", name=story.cohort).first.click()
    page.wait_for_load_state()
    page.get_by_role("link", name="Certificats").first.click()
    rose.audit("eligibility")
    page.locator("tr, li, section", has_text="Nora Benali").locator("a[href*='/apercu/'][href*='module-3']").last.click()
    rose.audit("certificate-preview")
    page.locator("form[action*='/delivrer/'] button").last.click()
    page.wait_for_load_state()
    rose.audit("certificate-of-officer")
    officer_page = page.url
    link_in(story.site.mail(story.nora, "ertificat"))
    page = story.lead.go("/certificats/")
    story.lead.audit("my-certificates")
    page.locator("main section h2 a").first.click()
    page.wait_for_load_state()
    for _try in range(60):  # the worker makes the file; the page says so until it is there
        if page.locator("a[href$='certificat.pdf']").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    story.lead.audit("my-certificate")
    address = page.locator("a[href$='certificat.pdf']").first.get_attribute("href") or ""
    download = story.lead.context.request.get(story.site.url + address)
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
        "answer = sorted({s['verb']['display']['en'] for s in statements_about(nora)})\n"
    )
    assert set(verbs) >= {
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
