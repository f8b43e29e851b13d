"""A sheet that was shown to somebody without an account."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from step_guides.reviews import actions
from step_guides.reviews.form_keys import form_key
from step_guides.reviews.models import ReaderComment, ReadingLink
from step_guides.reviews.reading import choices
from tests.step_guides.reviews.conftest import Sheet

ALL = object()


@dataclass
class Reading:
    sheet: Sheet
    link: ReadingLink
    token: str

    def at(self, name: str, anchor: str = "") -> str:
        return reverse(f"reading:{name}", args=[self.token]) + (f"?ancre={anchor}" if anchor else "")

    def send(self, client: Client, anchor: str, text: str, **more: Any) -> Any:
        body = {"form_token": form_key(self.link), "ancre": anchor, "text": text, "name": ""} | more.pop("data", {})
        return client.post(self.at("comment"), body, **more)

    def said(self, anchor: str = "sheet", text: str = "C’est clair.", name: str = "") -> ReaderComment:
        return actions.say(self.link, anchor, name=name, text=text, form=uuid.uuid4().hex)


def made(sheet: Sheet, places: Any = ALL, days: int = 30, **more: Any) -> Reading:
    offered = [one.code for one in choices(sheet.worksheet.kind)]
    fields = {"label": "Nos partenaires", "op_id": uuid.uuid4(), "by": sheet.world.amina} | more
    ends_on = timezone.localdate() + timedelta(days=days)
    link, token = actions.make_link(sheet.worksheet, places=offered if places is ALL else places, ends_on=ends_on, **fields)
    return Reading(sheet, link, token)
