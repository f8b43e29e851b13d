"""Takes the place of "wagtail.users" in INSTALLED_APPS."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAdmin(WagtailUsersAppConfig):
    user_viewset = "coursesite.accounts.people_admin.PeopleViewSet"
