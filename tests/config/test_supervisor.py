"""What `up` does when one of its processes ends by itself."""

import sys
from collections.abc import Iterator

import pytest

from config.stack.supervisor import Program, StackError, Supervisor
from tests.waiting import until


@pytest.fixture
def supervisor(tmp_path) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path)
    yield supervisor
    supervisor.stop()


def end(supervisor: Supervisor, program: Program) -> None:
    supervisor.start(program)
    until(lambda: supervisor._started[program.name][1].poll() is not None, "it has ended")


def test_what_fails_ends_everything_with_its_last_words(supervisor):
    end(supervisor, Program("prepare", [sys.executable, "-c", "print('no disk left'); exit(1)"], may_end=True))

    with pytest.raises(StackError, match=r"prepare ended by itself \(exit code 1\)\.\s+no disk left"):
        supervisor.check()


def test_what_may_fail_ends_nothing(supervisor):
    end(supervisor, Program("demo", [sys.executable, "-c", "exit(1)"], may_end=True, may_fail=True))

    assert supervisor.check() == []
