"""A short fault campaign; `python -m benchmarks.faults` runs the long one."""

import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.campaign import Campaign
from tests.up import Up

pytestmark = pytest.mark.stack


@pytest.fixture
def up() -> Iterator[Up]:
    """The whole of Fairloop with the first of the demo in it, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="fairloop-faults-"))
    folder.chmod(0o711)
    (folder / "told").touch()  # the rest of the demo would take longer than the campaign
    up = Up(folder)
    try:
        assert "Ctrl-C stops" in up.read_until("Ctrl-C stops")
        yield up
    finally:
        if up.process.poll() is None:
            up.end(signal.SIGTERM)
        shutil.rmtree(folder, ignore_errors=True)


def test_every_line_is_there_once_and_in_order_whatever_breaks(up, playwright, tmp_path):
    campaign = Campaign(up, playwright, tmp_path, seed=20)

    tally = campaign.run(len(campaign.faults))
    campaign.close()

    assert tally == dict.fromkeys(campaign.faults, 1)
    assert len(campaign.typed) > len(campaign.faults)
