"""People, roles, sign-in, rules, the audit trail and the post: the ground floor."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import emails, people_import  # noqa: F401, PLC0415 -- register the writers of its mails and its imports
