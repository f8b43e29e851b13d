from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import NotFound
from coursesite.core.http import reads
from step_guides.worksheets.exports import FINAL, Document, formats_of
from step_guides.worksheets.queries import latest_submission, snapshot
from step_guides.worksheets.views.sheets import visible_sheet


@reads
def export(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponse:
    """A sheet that was validated or read leaves as it was when it was; any other, as it is now, and says that it is a draft."""
    worksheet = visible_sheet(request, public_id)
    asked = formats_of(worksheet.spec).get(slug)
    if asked is None:
        raise NotFound(_("This page does not exist."))
    sent = latest_submission(worksheet) if worksheet.state in FINAL else None
    document = Document(
        snapshot=sent.snapshot if sent else snapshot(worksheet),
        organisation=worksheet.organisation.display_name,
        organisation_id=worksheet.organisation.public_id,
        state=worksheet.state,
        on=timezone.localdate(),
    )
    response = HttpResponse(asked.write(document), content_type=asked.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{document.file_name}.{asked.extension}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
