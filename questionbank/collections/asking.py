"""How questions are worded: what asks, what is only numbering, and where a question ends and its answer begins."""

import re

LONGEST_TITLE = 160
# Alone at the head of a sentence these tell somebody to do something: no question mark is needed.
TASKS = frozenset("describe design explain implement tell give write compare name list".split())  # noqa: SIM905
ASKING = TASKS | frozenset("what how why when which who where can is are do does".split())  # noqa: SIM905
# "Design patterns" and "List comprehensions" are subjects, though they begin with a word that asks.
SUBJECTS = re.compile(
    r"(design|list|name|write|where|compare)s?"
    r" (and|&|or|vs\.?|patterns?|principles?|questions?|problems?|systems?|thinking|comprehensions?|operations?|methods?|clauses?"
    r"|resolution|spaces?|servers?|performance|locks?)\b",
    re.IGNORECASE,
)
MARKS = r"^(?P<marks>[\[*_~]*)"
NUMBERS = (
    re.compile(MARKS + r"\((?:[Qq]\s?)?\d{1,4}\)\s*"),  # (12)
    re.compile(
        MARKS + r"(?:q(?:uestion)?[ .]{0,2})?[#№]?\d{1,4}(?:\.\d{1,3})*\\?(?:[.:)]+|\s+[-–—])(?:\s+|(?=[*_]))", re.IGNORECASE
    ),
    re.compile(MARKS + r"\d{1,4}\\?[.)](?=[A-Z])"),  # 12.What
    re.compile(MARKS + r"[Qq]\d{1,4}\s+"),  # Q12 What
    re.compile(MARKS + r"(?:question|q)(?:[.:)]+|\s+[-–—])\s*", re.IGNORECASE),  # Q: What
    re.compile(MARKS + r"(?:question )?[#№]?\d{1,4}(?:\.\d{1,3})*\s+(?=[A-Z])", re.IGNORECASE),  # 12 What, when that asks
)
BARE_NUMBER = NUMBERS[-1]
LABEL = re.compile(r"^[*_]*(?:(?:question|q)[ .]?\d{0,4}[.:)]|q\d{1,4}\b)", re.IGNORECASE)
ANSWER = re.compile(r"^(?P<marks>[*_]*)(?:(?:answer|ans|solution)(?:\s?\d{1,4})?\s*[.:\-–]|a\d{0,4}\s*:)", re.IGNORECASE)
BOLD = re.compile(r"^(?P<marks>\*\*|__)(?P<lead>(?:(?!\*\*|__).)+)(?P=marks)[ \t]*(?P<rest>\S.*|\n.*)?$", re.DOTALL)
CHECKBOX = re.compile(r"^\\?\[[ xX]?\\?\]\s+")
ENDS_ASKING = re.compile(r"[?？؟][\"'”’)\]*_`.!\s]*$")
ASKS_INSIDE = re.compile(r"[?？؟](?=[\"'”’)\]*_\s]|$)")
UNFOLDS = re.compile(
    r"\W*((click|tap|press)\b.*|((show|see|view|reveal|toggle|expand|read)\b.*|((the|an?|full|sample|suggested|possible|correct)\s)*)"
    r"(answers?|solutions?|hints?|explanations?|spoilers?|more)\b(\W*\d+)?\W*)",
    re.IGNORECASE,
)
SHOWS_CODE = re.compile(
    r"\b(following|outputs?|prints?|printed|logs?|logged|below|snippet"
    r"|this (code|function|program|class|method|query|script|loop))\b",
    re.IGNORECASE,
)
FIRST_SENTENCE = re.compile(r".*?[.?!](?=\s|$)", re.DOTALL)


def unnumbered(text: str) -> str:
    """Without "12." or "Q3:" in front; marks of Markdown around it stay whole."""
    text = text.strip()
    for _ in range(2):
        for form in NUMBERS:
            found = form.match(text)
            if found and (form is not BARE_NUMBER or _first_word(text[found.end() :]) in ASKING):
                text = _without(text, found)
                break
    return text


def _without(text: str, found: re.Match) -> str:
    """What a label leaves: "**Q1:** What" and "**Q1: What**" are one question each, not two halves of marks."""
    rest, marks = text[found.end() :], found["marks"]
    if marks and rest.lstrip().startswith(marks) and "[" not in marks:
        return rest.lstrip().removeprefix(marks).strip()
    return (marks + rest.lstrip()).strip()


def unlabelled(text: str) -> str:
    """Without "A:" or "Answer:" in front."""
    found = ANSWER.match(text.strip())
    return _without(text.strip(), found) if found else text.strip()


def ends_asking(words: str) -> bool:
    """Whether the last sentence has a question mark."""
    return bool(ENDS_ASKING.search(words))


def _first_word(words: str) -> str:
    first = re.match(r"[a-z]+", words, re.IGNORECASE)
    return first[0].lower() if first else ""


def asks(words: str) -> bool:
    """Whether this is worded as a question: by its end, or by its first word, after a number."""
    words = unnumbered(words).strip("*_~[ ")
    if ends_asking(words):
        return True
    is_subject = " " not in words or SUBJECTS.match(words) or re.search(r"\bquestions\b", words, re.IGNORECASE)
    return _first_word(words) in ASKING and not is_subject


def asks_in_passing(words: str) -> bool:
    """Whether a text asks anywhere in it, or sets a task: "Many say … What do you think?"."""
    return bool(ASKS_INSIDE.search(words)) or _first_word(words) in TASKS


def is_marked(markdown: str) -> bool:
    """Whether a paragraph says by its looks that it is a question: a label in front, or all of its first part in bold."""
    bold = BOLD.match(markdown)
    return bool(LABEL.match(markdown) or (bold and asks(bold["lead"])))


def is_answer(markdown: str) -> bool:
    """Whether a text begins with "A:" or "Answer:"."""
    return bool(ANSWER.match(markdown))


def unfolds(words: str) -> bool:
    """Whether the line that unfolds a part only says so: "Show the answer"."""
    return not words or (len(words) <= 80 and bool(UNFOLDS.fullmatch(words)))


def shows_code(words: str) -> bool:
    """Whether code below belongs to the question: "What does the following print?"."""
    return bool(SHOWS_CODE.search(words))


def _begins_asking(text: str) -> bool:
    sentence = FIRST_SENTENCE.match(text.strip())
    return asks(sentence[0] if sentence else text)


def parted(markdown: str) -> tuple[str, str]:
    """Question and answer of one paragraph; the answer is "" when there is none or nobody could tell."""
    lines = markdown.split("\n")
    for number, line in enumerate(lines[1:], 1):
        if is_answer(line.strip()):
            return "\n".join(lines[:number]).strip(), unlabelled("\n".join(lines[number:]))
    bold = BOLD.match(markdown)
    if bold and bold["rest"] and not _begins_asking(bold["rest"]) and (asks(bold["lead"]) or bold["rest"].startswith("\n")):
        return bold["marks"] + bold["lead"].strip() + bold["marks"], unlabelled(bold["rest"].lstrip("-–—: \n\t"))
    rest = "\n".join(lines[1:]).strip()
    if rest and ends_asking(lines[0]) and not _begins_asking(rest) and not ASKS_INSIDE.search(rest):
        return lines[0].strip(), rest
    return markdown.strip(), ""


def unbolded(markdown: str) -> str:
    """A question that stands in bold from end to end, plain."""
    bold = BOLD.match(markdown)
    return bold["lead"].strip() if bold and not bold["rest"] else markdown


def cut(words: str, longest: int = LONGEST_TITLE) -> str:
    """At most so many characters, cut at a word with "…"."""
    if len(words) <= longest:
        return words
    kept = words[:longest]
    return (kept[: kept.rfind(" ")] if " " in kept[longest // 2 :] else kept[:-1]).rstrip(" ,;:") + "…"


# A heading made of these words alone is about the collection itself, when one of the first group is among them.
ITSELF = re.compile(
    r"licen[cs](e|es|ing)|copyright|contribut(e|ing|ors?|ions?)|credits?|acknowledge?ments?|thanks|sponsor(s|ship|ing)?|backers"
    r"|donat(e|ions?)|stargazers|maintainers|authors?|conduct"
)
FILLER = re.compile(
    r"how|to|the|this|that|project|repo(sitory)?|our|us|me|my|your|and|of|for|an?|all|i|can|you|do|we|should|is|who|why|by|with|special"
    r"|guide(lines?)?|code|about|want|support(ing)?|list|notes|info(rmation)?|history|star|other|please"
)


def is_about_itself(words: str) -> bool:
    """Whether a heading names the licence, the contributors or the sponsors of the collection."""
    said = re.findall(r"[a-z]+", words.lower())
    named = [word for word in said if ITSELF.fullmatch(word)]
    return bool(named) and all(FILLER.fullmatch(word) for word in said if word not in named)


def is_contents(words: str) -> bool:
    """Whether a heading says that a table of contents follows."""
    return bool(re.fullmatch(r"\W*((table of )?contents?|toc|index|on this page|navigation)\W*", words, re.IGNORECASE))


def is_reading(words: str) -> bool:
    """Whether a heading names things to read."""
    return bool(
        re.search(
            r"\b(resources|references|reading|bibliography|links|related|see also|sources|books|courses)\b", words, re.IGNORECASE
        )
    )


def leads_back(words: str) -> bool:
    """Whether a link only leads back up."""
    return bool(re.search(r"\b(back|top|up|contents|toc|home)\b", words, re.IGNORECASE))
