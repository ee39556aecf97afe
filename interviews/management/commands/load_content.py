"""`manage.py load_content`: the default levels, competencies, signals, questions, kits and loop plans. Safe to repeat."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

import interviews
import questionbank
from interviews.loading import load_kits, load_plans
from questionbank.loading import load_questions, load_rubric

BANK = Path(questionbank.__path__[0]) / "content"
KITS = Path(interviews.__path__[0]) / "content"


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        now = timezone.now()
        rubric = {name: _read(BANK / f"{name}.toml")[name] for name in ("levels", "signals", "red_flags", "stages")}
        rubric["competencies"] = _folder(BANK / "competencies")
        load_rubric(rubric, now=now)
        questions = load_questions(_folder(BANK / "questions"), now=now)
        kits = load_kits(_folder(KITS / "kits"), now=now)
        load_plans(_folder(KITS / "plans"))
        self.stdout.write(f"Content is in place: {questions} questions and {kits} kits were new or changed.")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _folder(folder: Path) -> list[dict[str, Any]]:
    return [_read(path) for path in sorted(folder.glob("*.toml"))]
