"""The table of a cohort as a CSV file that opens as it should in a French spreadsheet: UTF-8 with BOM, semicolons, no formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coursesite.cohorts.columns import table
from coursesite.cohorts.models import Cohort
from coursesite.cohorts.roster import enrolments_of, leads_among

NO_BREAK = "\u00a0\u202f"
KEPT = f"\t\n\r{NO_BREAK}"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell_text(value: Any) -> str:
    """A value as a spreadsheet may read it: text stays text, whatever it begins with."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    text = "".join(char for char in str(value) if char.isprintable() or char in KEPT)
    return f"'{text}" if text.lstrip(f" {NO_BREAK}").startswith(FORMULA) or text.startswith(FORMULA) else text


def cohort_csv(cohort: Cohort) -> bytes:
    enrolments = list(enrolments_of(cohort))
    heads, cells = table(enrolments)
    leads = leads_among(enrolments)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    own = [
        _("Cohort"),
        _("Organisation"),
        _("Town"),
        _("Sector"),
        _("Name"),
        _("Function"),
        _("E-mail address"),
        _("Leads"),
        _("Enrolled on"),
    ]
    writer.writerow([cell_text(head) for head in [*own, *heads]])
    for one in enrolments:
        leading = _("yes") if (one.organisation_id, one.person_id) in leads else _("no")
        structure = one.organisation
        row = [cohort.name, structure.display_name, structure.city, structure.get_sector_display(), one.person.full_name, one.person.function,
               one.person.email, leading, one.enrolled_at, *cells.get(one.pk, [])]  # fmt: skip
        writer.writerow([cell_text(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
