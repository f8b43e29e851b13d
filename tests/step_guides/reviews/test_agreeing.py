"""An agreement and a signature name the text that was read; an invitation opens nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils import timezone

from coursesite.core.errors import NotFound, WrongState
from step_guides.reviews import actions
from step_guides.reviews.models import Comment, CoReader, Review, Thread
from step_guides.reviews.pairs import pending
from tests.step_guides.reviews.conftest import Sheet, named, text_of

pytestmark = pytest.mark.django_db


def test_an_agreement_is_with_the_text_of_the_page(pair: tuple[Sheet, Review, Review], sign_in: Callable) -> None:
    """Maud reads, Luc writes on, Maud agrees: she is shown what changed, and agrees to nothing that she has not read."""
    sheet, his, _hers = pair
    maud = sign_in(sheet.world.maud)
    address, agree = (reverse(f"reviews:{name}", args=[sheet.submission.public_id]) for name in ("detail", "agree"))
    seen = named(text_of(maud.get(address)))
    actions.save_letter(his, letter="Bonjour, et reprenez tout", next_step="Préciser pour qui", by=sheet.world.luc)
    actions.delete_comment(Comment.objects.get(author=sheet.world.luc, thread__kind="question"), by=sheet.world.luc)
    refused = maud.post(agree, {"agreed": "1", "seen": seen})
    assert refused.status_code == 409
    words = text_of(refused)
    moved = words[words.index('role="alert"') : words.index("</dl>", words.index('role="alert"'))]
    assert "Lettre, par Luc" in moved and "et reprenez tout" in moved and "Ce qui a été retiré" in moved
    assert "Prochaine étape" not in moved, "what did not change is not said to have"
    assert not CoReader.objects.filter(agreed_at__isnull=False).exists()
    assert maud.post(agree, {"agreed": "1", "seen": named(words)}).status_code == 303
    assert not pending(Review.objects.get(pk=his.pk), signer=sheet.world.luc)
    assert maud.post(agree, {"agreed": "1"}).status_code == 409, "a form that names nothing agrees to nothing"
    assert maud.post(agree, {"agreed": "1", "seen": "x=" * 5_000 + ",letter:=,=" * 2_000}).status_code == 409


def test_a_signature_is_under_the_text_of_the_page(pair: tuple[Sheet, Review, Review], sign_in: Callable) -> None:
    sheet, his, _hers = pair
    luc, maud = sheet.world.luc, sheet.world.maud
    sheet.agree(luc)
    sheet.agree(maud)
    confirm = reverse("reviews:confirm", args=[sheet.submission.public_id, "a-reprendre"])
    client = sign_in(maud)
    seen = named(text_of(client.get(f"{confirm}?de={luc.pk}")))
    actions.save_letter(his, letter="Bonjour, et reprenez tout", next_step="Préciser pour qui", by=luc)
    sheet.agree(luc)
    refused = client.post(f"{confirm}?de={luc.pk}", {"seen": seen})
    assert refused.status_code == 409 and "Lettre, par Luc" in text_of(refused) and "et reprenez tout" in text_of(refused)
    assert not Review.objects.filter(sent_at__isnull=False).exists()
    assert client.post(f"{confirm}?de={luc.pk}", {"seen": named(text_of(refused))}).status_code == 303


def test_an_invitation_opens_nothing_until_the_person_accepts(sheet: Sheet, sign_in: Callable) -> None:
    luc, maud = sheet.world.luc, sheet.world.maud
    hers = sheet.ready(maud)
    sheet.opened(luc)
    actions.invite(sheet.submission, whom=maud, by=luc)
    address = reverse("reviews:detail", args=[sheet.submission.public_id])
    assert not Review.objects.visible_to(luc).filter(pk=hers.pk).exists()
    assert not Comment.objects.visible_to(luc).filter(author=maud).exists()
    assert not Thread.objects.visible_to(luc).filter(opened_by=maud).exists()
    assert "invitation sans réponse" in text_of(sign_in(luc).get(address))
    with pytest.raises(WrongState) as refused:
        sheet.agree(maud)
    assert refused.value.code == "not_joined"
    with pytest.raises(NotFound):
        actions.decide(hers, "returned", by=luc)
    client = sign_in(maud)
    page = text_of(client.get(address))
    assert "n’est lu que par vous tant que vous n’avez pas accepté" in page and "Bonjour" in page
    invite = reverse("reviews:invite", args=[sheet.submission.public_id])
    assert client.post(invite, {"to": str(maud.pk)}).status_code == 303
    assert Review.objects.visible_to(luc).filter(pk=hers.pk).exists()
    actions.leave(sheet.submission, by=maud)
    assert not Review.objects.visible_to(luc).filter(pk=hers.pk).exists(), "and it closes when she leaves"


def test_an_agreement_names_a_text_whatever_writes_it(pair: tuple[Sheet, Review, Review]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CoReader.objects.update(agreed_at=timezone.now())
