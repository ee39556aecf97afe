"""Bringing questions in and taking the bank out, at any size: `.venv/bin/python -m benchmarks.importing --help`."""

import argparse
import csv
import io
import resource
import tempfile
import time
import zipfile
from pathlib import Path

from benchmarks.serving import Tree, own_servers


def main() -> None:
    """Read the options, measure, print one table."""
    parser = argparse.ArgumentParser(description="Importing and exporting questions, in seconds.")
    parser.add_argument("--size", type=int, default=10_000, help="questions to import (10,000)")
    parser.add_argument("--bank", type=int, default=0, help="export a bank of so many questions, and import nothing")
    options = parser.parse_args()
    with own_servers() as database:
        measure(options.size, options.bank, database)


def measure(size: int, bank: int, database: Tree) -> None:
    """One line for each kind of file; then the export."""
    import django  # noqa: PLC0415 -- the environment names the servers only now
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    if bank:
        take_out(bank)
        return
    from accounts.models import User  # noqa: PLC0415

    carla = User.objects.create_user("carla@example.com", "correct horse battery", name="Carla", zone="UTC", is_committee=True)
    print("| file | questions | MB | reading s | drafts s | together s | CPU s of it |\n|---|---|---|---|---|---|---|", flush=True)
    for kind, name, content in (collection(size), table(size), files(size)):
        bring_in(kind, name, content, carla, database)


def collection(size: int) -> tuple[str, str, bytes]:
    """Headings that ask, each with a paragraph and three points."""
    text = "".join(
        f"### What happens when queue number {n} is full?\n\nIt pushes back on its writers, or drops, and says which.\n\n"
        f"- Names back pressure for queue {n}\n- Names what is lost\n- Asks who waits\n\n"
        for n in range(size)
    )
    return "Markdown", "collection.md", f"# Questions\n\n{text}".encode()


def table(size: int) -> tuple[str, str, bytes]:
    """Nine columns, quoted line ends among them."""
    file = io.StringIO()
    out = csv.writer(file)
    out.writerow(["Title", "Question", "Category", "Competency", "Level", "Minutes", "Difficulty", "Points", "Notes"])
    for n in range(size):
        points = "Asks for the size\nNames what is lost\nSays who waits"
        out.writerow(
            [f"Table {n}", f"Draw table {n}.\nThen fill it.", "Databases", "Coding", "mid-senior", 20, 3, points, "Be kind"]
        )
    return "CSV", "table.csv", file.getvalue().encode()


def files(size: int) -> tuple[str, str, bytes]:
    """The shipped questions under other keys, in full length."""
    from questionbank.exporting import question_files, text_of  # noqa: PLC0415

    texts = [(part.key, text_of(part)) for _, part in question_files()]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(size):
            key, text = texts[n % len(texts)]
            archive.writestr(f"questions/{key}-{n}.toml", text.replace(f'key = "{key}"', f'key = "{key}-{n}"', 1))
    return "our files", "bank.zip", packed.getvalue()


def bring_in(kind: str, name: str, content: bytes, by: object, database: Tree) -> None:
    """Upload, read, make the drafts, by the functions that the worker calls."""
    from django.utils import timezone  # noqa: PLC0415

    from questionbank import columns, importing, sheets  # noqa: PLC0415
    from questionbank.models import QuestionDraft  # noqa: PLC0415

    there = QuestionDraft.objects.count()
    begun, cpu = time.monotonic(), time.process_time() + database.cpu() / 1000
    found = importing.upload([(name, content)], by=by, now=timezone.now())
    if found.kind == "table":
        found.map(columns.guessed(sheets.opened(content).heads), now=timezone.now())
    importing.carry_out(found, now=timezone.now())
    found.refresh_from_db()
    read = time.monotonic()
    found.ask(now=timezone.now())
    importing.carry_out(found, now=timezone.now())
    taken = time.monotonic()
    cpu = time.process_time() + database.cpu() / 1000 - cpu
    made = QuestionDraft.objects.count() - there
    seconds = f"{read - begun:.1f} | {taken - read:.1f} | {taken - begun:.1f} | {cpu:.1f}"
    print(f"| {kind} | {made:,} | {len(content) / 1e6:.1f} | {seconds} |", flush=True)


def take_out(bank: int) -> None:
    """Write the zip of a large bank as the worker writes it."""
    from benchmarks.questions import grow  # noqa: PLC0415
    from questionbank import exports  # noqa: PLC0415

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    there = grow(bank)
    with tempfile.TemporaryFile(dir=Path.cwd()) as file:
        begun = time.monotonic()
        count = exports.write(file)
        seconds = time.monotonic() - begun
        size = file.tell()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print("| questions | files | MB | seconds | most memory MB | before it |\n|---|---|---|---|---|---|")
    print(f"| {there:,} | {count:,} | {size / 1e6:.0f} | {seconds:.0f} | {most / 1024:.0f} | {before / 1024:.0f} |")


if __name__ == "__main__":
    main()
