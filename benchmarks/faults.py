"""The long fault campaign: `.venv/bin/python -m benchmarks.faults --faults 300`. It prints how often each thing broke."""

import argparse
import shutil
import signal
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.e2e.campaign import Campaign
from tests.up import Up


def main() -> None:
    """Run an `up` of its own, break things, look after each that every line is there once and in order."""
    parser = argparse.ArgumentParser(description="Break things while somebody types in the room.")
    parser.add_argument("--faults", type=int, default=300, help="how many (300)")
    parser.add_argument("--seed", type=int, default=1, help="what decides their order and what is typed (1)")
    options = parser.parse_args()
    expect.set_options(timeout=60_000)
    folder = Path(tempfile.mkdtemp(prefix="fairloop-faults-"))
    folder.chmod(0o711)
    (folder / "told").touch()  # the first of the demo is enough
    up = Up(folder)
    try:
        up.read_until("Ctrl-C stops")
        with sync_playwright() as playwright:
            campaign = Campaign(up, playwright, folder, seed=options.seed)
            began = time.monotonic()
            try:
                campaign.run(options.faults)
            finally:
                report(campaign, time.monotonic() - began)
                campaign.close()
    finally:
        if up.process.poll() is None:
            up.end(signal.SIGTERM)
        shutil.rmtree(folder, ignore_errors=True)


def report(campaign: Campaign, seconds: float) -> None:
    """What broke, and what is there."""
    print("| what broke | times |\n|---|---|")
    for name, times in sorted(campaign.tally.items()):
        print(f"| {name} | {times} |")
    stored = campaign.stored("line %")
    print(f"| all | {campaign.tally.total()} |\n")
    print(f"{len(campaign.typed)} lines typed, {len(stored)} stored, {len(stored) - len(set(stored))} twice, ", end="")
    print(
        f"{len(set(campaign.typed) - set(stored))} lost, in order: {'yes' if stored == campaign.typed else 'no'}. {seconds:.0f} s."
    )
    print(f"Another device: {len(campaign.on_other_device)} typed, {len(campaign.stored('device %'))} stored.")


if __name__ == "__main__":
    main()
