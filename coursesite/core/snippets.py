"""What editors change in the editing space without adding or deleting any: the things that the code names."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class NeitherAddedNorDeleted(ModelPermissionPolicy):
    """Each is made with the site, and is there from the first day to the last."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and super().user_has_permission(user, action)
