from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "coursesite.accounts"
    label = "accounts"
