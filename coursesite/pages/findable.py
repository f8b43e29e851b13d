from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coursesite.core.findables import Findable, findable
from coursesite.pages.models import HelpPage
from coursesite.pages.rich_text import plain


@findable("aide", label=gettext_lazy("Help"), order=40)
def help_parts() -> Iterator[Findable]:
    """Each part of the help by itself: a page of it is long."""
    for page in HelpPage.objects.live().public().order_by("path"):
        url = page.get_url() or ""
        for part in page.parts:
            where = _("Help, %(title)s") % {"title": page.title}
            yield Findable(part.value["heading"], f"{url}#{part.value['anchor']}", where, "", plain(part.value["text"].source))
