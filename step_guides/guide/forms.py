from __future__ import annotations

from wagtail.admin.forms import WagtailAdminPageForm


class StepForm(WagtailAdminPageForm):
    """A draft may lack parts of the step; publishing asks for all four (see `StepPage.clean_fields`)."""

    def _get_validation_exclusions(self) -> set[str]:
        excluded = super()._get_validation_exclusions()
        return excluded | set(self._meta.model.PARTS) if self.is_deferred_validation else excluded
