"""What `import_people` and `import_candidates` share: read a file, say what is wrong with it, carry it out."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import importing
from accounts.access import Refused
from accounts.importing import Kind, counted, kinds
from accounts.imports import LARGEST, Fate, Unreadable
from accounts.models import User

MOST_SHOWN = 50


class ImportCommand(BaseCommand):
    """A command for one kind of table, named by `kind`."""

    kind: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file whose first line names the columns")
        parser.add_argument("--by", metavar="EMAIL", help="who imports; without it the first administrator")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        if kinds[self.kind].can_invite:
            parser.add_argument("--send-invitations", action="store_true", help="mail those who are new their invitation")

    def handle(self, **options: object) -> None:
        kind = kinds[self.kind]
        by = self._person(options["by"])
        try:
            kind.rule(by)
            content = self._content(Path(str(options["file"])))
            _, fates = importing.check(kind, content, by=by)
        except (Unreadable, Refused) as finding:
            raise CommandError(str(finding)) from None
        self._complain(fates)
        if options["dry_run"]:
            self.stdout.write(f"This would be imported: {_words(counted(fates))}. Nothing was changed.")
        elif all(fate.kind == "same" for fate in fates):
            self.stdout.write(f"Every row is here already: {_words(counted(fates))}. Nothing was changed.")
        else:
            self._import(kind, content, by, options)

    def _person(self, email: object) -> User:
        people = User.objects.active()
        by = (
            people.filter(email=str(email).lower()).first()
            if email
            else people.filter(is_administrator=True).order_by("pk").first()
        )
        if by is None:
            raise CommandError(
                f"Nobody here has the email {email}." if email else "There is no administrator yet. Say who imports with --by."
            )
        return by

    def _content(self, file: Path) -> bytes:
        try:
            with file.open("rb") as opened:
                return opened.read(LARGEST + 1)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None

    def _complain(self, fates: list[Fate]) -> None:
        wrong = [fate for fate in fates if fate.kind == "wrong"]
        for fate in wrong[:MOST_SHOWN]:
            for label, words in fate.problems:
                self.stderr.write(f"Line {fate.line}, {f'column {label}: ' if label else ''}{words}")
        if wrong:
            more = f" The first {MOST_SHOWN} are above." if len(wrong) > MOST_SHOWN else ""
            raise CommandError(f"{len(wrong)} of {len(fates)} rows cannot be imported, so nothing was.{more}")

    def _import(self, kind: Kind, content: bytes, by: User, options: dict) -> None:
        now = timezone.now()
        found = importing.upload(kind, content, file_name=options["file"].name, by=by, now=now)
        found.ask(sends_invitations=bool(options.get("send_invitations")), now=now)
        importing.carry_out(found, now=now)
        found.refresh_from_db()
        if not found.done_at:
            raise CommandError(found.problem or "Another worker is at it. Look at its page for how far it is.")
        self.stdout.write(f"Imported: {_words(found.counts)}.")


def _words(counts: dict[str, int]) -> str:
    return f"{counts['new']} new, {counts['changed']} changed, {counts['same']} without change"
