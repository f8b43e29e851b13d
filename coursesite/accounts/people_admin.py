"""People in the editing space: one full name shown as first and last name, and sessions that end when rights change."""

from __future__ import annotations

from typing import Any

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from coursesite.accounts.models import User

RIGHTS = {"is_superuser", "groups", "is_active"}


class OneNameForm:
    """The library asks for two names, the site keeps the whole one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_name"].required = False  # type: ignore[attr-defined]
        if self.instance.pk:  # type: ignore[attr-defined]
            self.initial |= {"first_name": self.instance.first_name_only, "last_name": self.instance.last_name}  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        names = (self.cleaned_data.get("first_name", ""), self.cleaned_data.get("last_name", ""))  # type: ignore[attr-defined]
        self.instance.full_name = " ".join(name for name in names if name)[:120]  # type: ignore[attr-defined]
        super()._post_clean()  # type: ignore[misc]


class NewPersonForm(OneNameForm, UserCreationForm):
    pass


class PersonForm(OneNameForm, UserEditForm):
    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        self.editing_self = editing_self
        super().__init__(*args, editing_self=editing_self, **kwargs)

    def save(self, commit: bool = True) -> User:
        if not self.editing_self and RIGHTS & set(self.changed_data):
            self.instance.sign_outs += 1
        return super().save(commit)


class PeopleViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type:
        return PersonForm if for_update else NewPersonForm
