"""What a collection holds that is no question: left with a reason, or refused as a whole; nothing vanishes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from questionbank.collections import Collection, Unreadable, read
from tests.questionbank.given import given_text, only, reasons, titles


def test_a_table_of_contents_is_left_and_so_is_what_introduces_the_file():
    found = given_text("""
        # Chess

        ## Where are the answers?
        There are none.

        ## Contents
        - [Openings](#openings)
          - [Gambits](#gambits)

        ## Openings
        - What is a gambit?
        - [What is castling?](https://example.com)

        ## Endings
        - What is a draw?
        """)
    assert titles(found) == ["What is a gambit?", "What is castling?", "What is a draw?"]
    assert reasons(found) == {
        "Where are the answers?": "it stands before the table of contents, where a collection introduces itself",
        "Openings Gambits": "a table of contents: it only leads to places in this file",
    }


def test_a_table_of_links_to_this_file_is_a_table_of_contents():
    found = given_text("""
        | No. | Questions |
        |-----|-----------|
        | 1   | [What is a tide?](#what-is-a-tide) |

        ### What is a tide?
        Water that comes and goes.
        """)
    assert only(found).line == 5
    assert [left.why for left in found.left] == ["a table of contents: it only leads to places in this file"]


def test_licence_contributors_and_pictures_are_left():
    found = given_text("""
        ![build](https://example.com/badge.svg) [![stars](https://example.com/s.svg)](https://example.com)

        <p align="center"><img src="logo.png" alt="logo"></p>

        ## Rivers
        - Why do rivers bend?
        - ![map](map.png)

        ## How to contribute
        - Send a river
        ### Code of conduct
        Be kind.

        ## License
        MIT
        """)
    about = "the section is about the collection itself, not about the work"
    picture = "a picture or badge"
    assert titles(found) == ["Why do rivers bend?"]
    assert reasons(found) == {
        "build stars": picture,
        "logo": picture,
        "map": picture,
        "How to contribute": about,
        "Send a river": about,
        "Code of conduct": about,
        "License": about,
    }


def test_the_same_question_is_taken_once():
    found = given_text("""
        ## One
        - What is a lake?
        ## Two
        - 7. what is a LAKE?
        """)
    assert titles(found) == ["What is a lake?"]
    assert [(left.line, left.why) for left in found.left] == [(4, "the same question stands on line 2")]


def test_a_long_title_is_cut_at_a_word_and_the_prompt_keeps_all():
    words = " ".join(["water"] * 60) + "?"
    question = only(read(f"- {words}\n"))
    assert question.title == " ".join(["water"] * 26) + "…"
    assert len(question.title) <= 160
    assert question.prompt == words


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("12. What is snow?", "What is snow?"),
        ("1.2 What is snow?", "What is snow?"),
        ("Q3: What is snow?", "What is snow?"),
        ("**Question 4 –** What is snow?", "What is snow?"),
        ("(5) What is snow?", "What is snow?"),
        ("6 What is snow", "What is snow"),
        ("2-FA", "2-FA"),
        ("3 worst storms", "3 worst storms"),
        ("10:30 is when?", "10:30 is when?"),
    ],
)
def test_numbering_is_no_part_of_a_title(written, title):
    assert only(read(f"| Question |\n|---|\n| {written} |\n")).title == title


def test_html_goes_and_its_text_stays():
    found = given_text("""
        ### <a name="x"></a>What is <kbd>ice</kbd>? [[↑]](#top)
        It is <i>cold</i>.<br>Very.<!-- hidden -->

        - `List<Ice>` melts
        - <scr<b>ipt>alert(1)</script>
        """)
    question = only(found)
    assert question.title == question.prompt == "What is ice?"
    assert question.answer == "It is *cold*.  \nVery.".replace("*", "")
    assert question.points[0] == "`List<Ice>` melts"
    assert "<" not in question.points[1]


def test_links_explained_elsewhere_in_the_file_are_kept():
    question = only(read("- [What is hail?][1]\n\n[1]: https://example.com/hail\n"))
    assert question.prompt == "[What is hail?](<https://example.com/hail>)"


def test_prose_headings_without_questions_and_settings_are_left():
    found = given_text("""
        ---
        layout: page
        ---
        # Stars
        Welcome.

        - plain
        - free

        ## Near ones
        Only the sun.

        ## Far ones
        - What is a nova?
        """)
    assert only(found).line == 14
    assert reasons(found) == {
        "layout: page": "settings of a web page",
        "Welcome.": "text that asks nothing",
        "plain": "it stands in the introduction and asks nothing",
        "free": "it stands in the introduction and asks nothing",
        "Only the sun.": "text that asks nothing",
        "Near ones": "a heading with no question below it",
    }


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "---\n"])
def test_an_empty_file_holds_nothing(text):
    assert read(text) == Collection([], [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("What\0?", "This file is not text. Choose a file written in Markdown."),
        (b"- What?", "This file is not text. Choose a file written in Markdown."),
        ("\x01\x02 what", "This file is not text in UTF-8. Save it as UTF-8 and choose it again."),
        ("- Why \ud800?", "This file is not text in UTF-8. Save it as UTF-8 and choose it again."),
        ("é" * 2_500_001, "This file is larger than 5 MB. Cut it into smaller files."),
    ],
)
def test_what_is_no_text_or_too_large_is_refused(text, sentence):
    with pytest.raises(Unreadable) as finding:
        read(text)
    assert str(finding.value) == sentence


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000,
        "[" * 10_000,
        "- " * 10_000 + "deep",
        "1. " * 10_000 + "deep",
        "\n".join("  " * depth + "- deep" for depth in range(2_000)),
        "\n".join("  " * depth + "- deep" for depth in range(32)),
        "<details>\n\n" * 1_000,
        "\n\n".join("  " * depth + "- <details>" for depth in range(16)),
    ],
    ids=["quotes", "brackets", "lists", "numbers", "steps", "few steps", "folded", "mixed"],
)
def test_what_is_nested_too_deep_is_refused(text):
    with pytest.raises(Unreadable, match="nested more than 30 levels deep"):
        read(text)


@pytest.mark.parametrize(
    "text", ["**a " * 500_000, "<div>\n" + "<a " * 1_000_000, "<div>\n" + "&a" * 1_000_000, '[a](b "' * 100_000]
)
def test_what_would_take_too_long_is_refused(text):
    with pytest.raises(Unreadable, match="so many brackets, tags or marks"):
        read(text)


def test_thirty_levels_are_read():
    assert read("\n".join("  " * depth + "- level" for depth in range(30))).questions


WORDINGS = ["What is {}?", "{}", "Explain {}", "**{}**", "[{}](https://example.com)", "12. {} and more", "<b>{}</b>", "`{}`"]


@st.composite
def files(draw) -> tuple[str, set[str], dict[int, tuple[int, str]]]:
    """A collection in any mixture of styles; the names of its items, and its headings by their lines."""
    lines: list[str] = []
    names: set[str] = set()
    headings: dict[int, tuple[int, str]] = {}

    def named() -> str:
        name = f"name{len(names) + len(headings)}x"
        names.add(name)
        return draw(st.sampled_from(WORDINGS)).format(name)

    for _ in range(draw(st.integers(1, 9))):
        lines.append("")
        kind = draw(
            st.sampled_from(["heading", "heading", "list", "list", "text", "bold", "table", "folded", "code", "quote", "rule"])
        )
        if kind == "heading":
            level, name = draw(st.integers(1, 5)), f"name{len(names) + len(headings)}x"
            words = draw(st.sampled_from([*WORDINGS, "{} license", "Resources {}"])).format(name)
            lines.append(f"{'#' * level} {words}")
            headings[len(lines)] = (level, name)
        elif kind in ("list", "quote"):
            mark, depth = draw(st.sampled_from(["- ", "1. "])), 0
            for _ in range(draw(st.integers(1, 5))):
                lines.append(("> " if kind == "quote" else "") + " " * len(mark) * depth + mark + named())
                depth = draw(st.integers(0, depth + 1))
        elif kind == "table":
            head = draw(st.sampled_from(["Question", "Subject"]))
            lines += [f"| {head} | Level |", "|---|---|", f"| {named()} | easy |"]
        elif kind == "folded":
            lines += [f"<details><summary>{named()}</summary>", "", "- " + named(), "", "</details>"]
        elif kind == "bold":
            lines.append(f"**Why is {named()}?**")
        else:
            lines += {"text": ["Just text."], "code": ["```", "code", "```"], "rule": ["---"]}[kind]
    return "\n".join(lines), names, headings


def said_by(found: Collection) -> str:
    questions = [" ".join([one.title, one.prompt, *one.points, one.answer, one.category]) for one in found.questions]
    return " ".join([*questions, *(left.text for left in found.left)])


@settings(max_examples=150)
@given(files())
def test_nothing_vanishes_silently(file):
    text, names, headings = file
    found = read(text)
    said = said_by(found)
    lost = {name for name in names if name not in said}
    told = [one.line for one in found.questions]
    for line, (level, name) in headings.items():
        end = min((other for other, (depth, _) in headings.items() if other > line and depth <= level), default=10_000)
        if name not in said and not any(line < place < end for place in told):
            lost.add(name)
    assert not lost, text


SHREDS = [
    *"#-*>|`[]()<>!?_~&;:=/ \n\t0a",
    *("\n", "\n\n", "  ", "- ", "1. ", "**", "```", "---", "Q: ", "A: ", "why ", "what?", "#x", "http:", "&lt;", "&#60;"),
    *("<b>", "</b>", "<!--", "-->", "<div", "<br>", "<details>", "</details>", "<summary>", "</summary>", "<script>", "<pre>"),
]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(SHREDS), max_size=60).map("".join))
def test_any_text_is_read_without_html(text):
    found = read(text)
    for question in found.questions:
        assert question.title
        assert question.line <= text.count("\n") + 1
        for written in (question.prompt, question.answer, *question.points):
            tokens = MarkdownIt("commonmark").enable("table").parse(written)
            tokens += [inside for token in tokens for inside in token.children or []]
            assert not [token.content for token in tokens if token.type.startswith("html")], written
    for left in found.left:
        assert left.text == left.text.strip() or len(left.text) == 80
        assert re.search(r"\w", left.why)
