from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from coursesite.core.errors import WrongState
from coursesite.core.http import public, reads
from coursesite.core.public_cache import SECONDS, mark_public
from step_guides.guide.models import Tool
from step_guides.guide.queries import by_step, offers
from step_guides.guide.tools import TYPES, kept


@public
@reads
def tools(request: HttpRequest) -> HttpResponse:
    return mark_public(render(request, "guide/pages/tools.html", {"groups": by_step(offers())}))


@public
@reads
def tool_file(request: HttpRequest, slug: str, extension: str) -> HttpResponseBase:
    """The file that was made when the tool was published: nothing is rendered for whoever asks."""
    if extension not in TYPES:
        raise Http404
    tool = get_object_or_404(Tool.objects.published(), slug=slug)
    path = kept(tool.slug, tool.live_revision_id, extension)
    if not path.exists():
        raise WrongState(_("This file is being made. Come back in a few minutes."), code="not_ready")
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{tool.slug}.{extension}", content_type=TYPES[extension]
    )
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
