"""The files of a bank against what is in force: each question that is new or changed, and what else of the folder differs."""

from collections.abc import Iterator

from questionbank import exporting, loading, writing
from questionbank.archives import Archive
from questionbank.files import CompetencyFile, Part, QuestionFile, Reader
from questionbank.models import ImportedRow, Question, QuestionImport
from questionbank.reading import Bank, read_bank
from questionbank.rubric.shelf import words_from
from questionbank.shelves import shelves
from questionbank.uploads import Read, Tell

BATCH = 500
TOLD = "Told here, not taken: it has no draft. Change it on its own page or with load_content"
#: What a file may say and the bank does not keep, so that it makes no difference.
UNKEPT = {"scope", "shortest_minutes", "longest_minutes", "own_time_minutes", "supports", "competencies"}
NOUNS = {"levels": "level", "competencies": "competency", "signals": "signal", "red_flags": "red flag", "stages": "stage"}


def read(found: QuestionImport, tell: Tell) -> Read:
    """What the files say that the bank does not; or everything that is wrong with them, and then nothing else."""
    archive = Archive(bytes(found.content or b""))
    total = len(archive.names())
    reader = Reader(archive, lambda done: tell(done, total))
    here = in_force()
    bank = read_bank(reader, here)
    competencies = {part.key for part in (*here.competencies, *bank.competencies)}
    published = set(Question.objects.filter(current__isnull=False).values_list("key", flat=True))
    questions = published | {part.key for part in bank.questions}
    others = [row for shelf in shelves for row in shelf.read(reader, bank, competencies, questions)]
    if reader.problems:
        return Read([], problems=reader.problems)
    rows = [*_questions(bank.questions), *others, *_rubric(bank, here)]
    unread = [name for name in archive.names() if not name.endswith(".toml") or not _has_place(name)]
    rows += [ImportedRow(noun="file", fate="left", at=name[:200], title=name[:300], why="not a file of a bank") for name in unread]
    changed = sum(row.noun == "question" for row in rows)
    return Read(rows, same=len(bank.questions) - changed)


def in_force() -> Bank:
    """The rubric in force, as files say it."""
    files = exporting.rubric_files()
    lists = {name: getattr(files[f"{name}.toml"], name) for name in NOUNS if name != "competencies"}
    return Bank(**lists, competencies=[part for part in files.values() if isinstance(part, CompetencyFile)], questions=[])


def _has_place(name: str) -> bool:
    folder, _, rest = name.rpartition("/")
    return folder in {"competencies", "questions", "kits", "plans"} or (not folder and rest.removesuffix(".toml") in NOUNS)


def _questions(parts: list[QuestionFile]) -> Iterator[ImportedRow]:
    """A row for each question whose words are not those in force."""
    for start in range(0, len(parts), BATCH):
        batch = parts[start : start + BATCH]
        present = {one.key: one for one in loading.with_everything(Question.objects.filter(key__in=[part.key for part in batch]))}
        for part in batch:
            question = present.get(part.key)
            if question and question.current and loading.said(question.current) == loading.says(part):
                continue
            fate, why = ("changed" if question and question.current else "new"), ""
            if part.key in writing.PAGES:
                fate, why = "left", "Its key is the address of a page. Give it another one"
            yield ImportedRow(
                noun="question",
                fate=fate,
                why=why,
                at=f"questions/{part.key}.toml",
                title=part.title,
                key=part.key,
                family=part.family,
                state=part.state,
                words=writing.words_from(part),
            )


def _rubric(bank: Bank, here: Bank) -> Iterator[ImportedRow]:
    """What is told of the rubric: which of its parts are new or changed."""
    for name, noun in NOUNS.items():
        there = {part.key: part for part in getattr(here, name)}
        for part in getattr(bank, name):
            if part.key not in there or _kept(part) != _kept(there[part.key]):
                fate = "changed" if part.key in there else "new"
                at = f"competencies/{part.key}.toml" if name == "competencies" else f"{name}.toml"
                words = words_from(part)
                why = TOLD if words is None else ""
                yield ImportedRow(noun=noun, fate=fate, at=at, title=part.name, key=part.key, words=words, why=why)


def _kept(part: Part) -> dict[str, object]:
    """What the bank keeps of a part. A stage keeps its competencies in the order of the rubric, the main ones among the others."""
    said = part.model_dump(exclude=UNKEPT)
    if "primary" in said:
        said["primary"] = sorted([*said["primary"], *said.pop("secondary")])
    return said
