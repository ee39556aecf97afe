"""The long fault campaign of mail: `.venv/bin/python -m benchmarks.mail --mails 2000 --faults 40`. Prints what broke how often."""

import argparse
import logging
import os
import signal
import sys
import time
from pathlib import Path

from benchmarks.serving import own_servers


def main() -> None:
    """Start a PostgreSQL of its own, owe mails in waves, break something in each, and count what arrived."""
    parser = argparse.ArgumentParser(description="Break things while mails are sent.")
    parser.add_argument("--mails", type=int, default=2000, help="how many (2000)")
    parser.add_argument("--faults", type=int, default=40, help="how many besides those of the mail server (40)")
    parser.add_argument("--seed", type=int, default=1, help="what decides their order (1)")
    options = parser.parse_args()
    with own_servers():
        import django  # noqa: PLC0415 -- the environment names the servers only now
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # the mail server's, which tells of every word
        call_command("migrate", verbosity=0)
        campaign(options)


def campaign(options: argparse.Namespace) -> None:
    """What broke, and what arrived."""
    from tests.mail_campaign import MailCampaign  # noqa: PLC0415

    folder = Path(os.environ["MEDIA_ROOT"]).with_name("mail")
    folder.mkdir()
    run = MailCampaign(folder, mails=options.mails, seed=options.seed, crash=crash)
    begun = time.monotonic()
    try:
        run.run(options.faults)
        found = run.found()
    finally:
        run.close()
    print("| what broke | times |\n|---|---|")
    for name, times in sorted(run.tally.items()):
        print(f"| {name} | {times} |")
    print(f"\nSeed {options.seed}, {time.monotonic() - begun:.0f} s: ", end="")
    print(", ".join(f"{name} {count}" for name, count in found.items()))
    if found["missing"] or found["strange"]:
        sys.exit("Some mails are neither with their reader nor shown to a person.")


def crash() -> None:
    """PostgreSQL ends every connection and recovers from its log when one of its processes is killed."""
    from django.db import connection  # noqa: PLC0415 -- as above

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        os.kill(cursor.fetchone()[0], signal.SIGKILL)
        cursor.execute("SELECT 1")


if __name__ == "__main__":
    main()
