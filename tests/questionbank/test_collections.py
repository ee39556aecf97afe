"""Public collections of questions: every style they are written in, what is left and why, and what is refused."""

import re
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from questionbank.collections import Collection, Unreadable, read


def given_text(text: str) -> Collection:
    return read(dedent(text).lstrip("\n"))


def titles(collection: Collection) -> list[str]:
    return [question.title for question in collection.questions]


def only(collection: Collection):
    (question,) = collection.questions
    return question


def reasons(collection: Collection) -> dict[str, str]:
    return {left.text: left.why for left in collection.left}


def test_list_items_under_a_heading_are_questions():
    found = given_text("""
        # Kitchen

        ## Knives

        - [How do you sharpen a knife?](https://example.com/sharp)
        - Steel versus ceramic

        ## Pans
        * Why does iron rust?
        """)
    assert [(question.title, question.category, question.line) for question in found.questions] == [
        ("How do you sharpen a knife?", "Knives", 5),
        ("Steel versus ceramic", "Knives", 6),
        ("Why does iron rust?", "Pans", 9),
    ]
    assert found.questions[0].prompt == "[How do you sharpen a knife?](https://example.com/sharp)"
    assert found.left == []


def test_what_stands_inside_a_list_item_is_its_points_and_its_answer():
    question = only(
        given_text("""
        ## Bread
        - [ ] Why does dough rise?
          - yeast eats sugar
            - and gives off gas
          - gluten holds it

          It needs *warmth*, too.
        """)
    )
    assert question.title == question.prompt == "Why does dough rise?"
    assert question.points == ["yeast eats sugar", "and gives off gas", "gluten holds it"]
    assert question.answer == "It needs *warmth*, too."


def test_an_item_that_asks_nothing_above_items_that_ask_is_their_category():
    found = given_text("""
        - Ovens
          - How hot is an oven?
          - Who cleans it?
        """)
    assert [(question.title, question.category) for question in found.questions] == [
        ("How hot is an oven?", "Ovens"),
        ("Who cleans it?", "Ovens"),
    ]


def test_a_heading_that_asks_is_a_question_with_the_text_below_as_its_answer():
    found = given_text("""
        # Garden
        ## Soil
        ### 12. What is compost?
        Rotten leaves.

        - dark
        - moist

        #### In numbers
        Half a year.

        ### Explain mulch
        It covers the ground.
        """)
    compost, mulch = found.questions
    assert (compost.title, compost.prompt, compost.category) == ("What is compost?", "What is compost?", "Soil")
    assert compost.points == ["dark", "moist"]
    assert compost.answer == "Rotten leaves.\n\n#### In numbers\n\nHalf a year."
    assert (mulch.title, mulch.answer) == ("Explain mulch", "It covers the ground.")


def test_a_heading_that_asks_above_a_list_of_questions_is_a_category():
    found = given_text("""
        ## What should a gardener know?
        - When do you sow?
        - When do you reap?
        """)
    assert {question.category for question in found.questions} == {"What should a gardener know?"}
    assert titles(found) == ["When do you sow?", "When do you reap?"]


def test_a_heading_among_questions_is_one_without_a_question_mark():
    found = given_text("""
        ### What is a rake?
        A comb.
        ### What is a spade?
        A blade.
        ### Wheelbarrows
        They roll.
        """)
    assert [(question.title, question.answer) for question in found.questions][-1] == ("Wheelbarrows", "They roll.")


def test_a_subject_above_the_text_that_asks_is_a_question_with_that_text_in_its_prompt():
    found = given_text("""
        ## Weather
        ### Rain
        Clouds carry water. Why does it fall?

        ### Design of roofs
        How steep must a roof be?<br/>
        [More](https://example.com/roofs)

        ### Why?
        Why does wind blow? Draw it.

        ### Fog
        Defend it.
        """)
    assert [(question.title, question.prompt, question.answer) for question in found.questions] == [
        ("Rain", "Rain\n\nClouds carry water. Why does it fall?", ""),
        ("Design of roofs", "Design of roofs\n\nHow steep must a roof be?", "[More](https://example.com/roofs)"),
        ("Why?", "Why?\n\nWhy does wind blow? Draw it.", ""),
        ("Fog", "Fog\n\nDefend it.", ""),
    ]
    assert {question.category for question in found.questions} == {"Weather"}


def test_code_below_a_subject_that_asks_belongs_to_the_prompt():
    found = given_text("""
        #### Two sums
        What comes out?
        ```python
        print(1 < 2)
        ```
        #### Three sums
        And here?
        """)
    assert found.questions[0].prompt == "Two sums\n\nWhat comes out?\n\n```python\nprint(1 < 2)\n```"


def test_numbered_headings_may_have_bold_answers():
    found = given_text("""
        ## 1. What is a keel?
        **The spine of a ship.**

        ## 2. What is a mast?
        **A pole for sails.**
        """)
    assert [(question.title, question.answer) for question in found.questions] == [
        ("What is a keel?", "**The spine of a ship.**"),
        ("What is a mast?", "**A pole for sails.**"),
    ]


def test_numbered_bold_items_have_their_answers_between_them():
    found = given_text("""
        # Boats

        1. **What is a bow?**

        The front.

        - pointed
        - wet

        2. **What is a stern?** The back.

        3. **What is port?**
           Left.
        """)
    assert [(question.title, question.prompt, question.answer) for question in found.questions] == [
        ("What is a bow?", "What is a bow?", "The front."),
        ("What is a stern?", "What is a stern?", "The back."),
        ("What is port?", "What is port?", "Left."),
    ]
    assert found.questions[0].points == ["pointed", "wet"]


def test_headings_inside_numbered_items_are_questions_and_links_back_up_are_no_answers():
    found = given_text("""
        1. ### What is a knot?

            A loop that holds.

            **[⬆ Back to Top](#contents)**

        2. ### What is a splice?
            ```text
            A <rope> in a rope
            ```
        """)
    assert [(question.title, question.answer) for question in found.questions] == [
        ("What is a knot?", "A loop that holds."),
        ("What is a splice?", "```text\nA <rope> in a rope\n```"),
    ]


def test_rows_of_a_table_with_a_column_of_questions_are_questions():
    found = given_text("""
        ## Trains
        | # | Question | Difficulty | Answer |
        |---|----------|------------|--------|
        | 1 | What is a <b>gauge</b>? | Easy | A width<br>of rails |
        | 2 | What is a \\| in a plan? | | |
        | 3 | | Hard | nobody knows |
        """)
    gauge, bar = found.questions
    assert (gauge.title, gauge.category, gauge.line) == ("What is a gauge?", "Trains", 4)
    assert gauge.answer == "Difficulty: Easy\n\nA width  \nof rails"
    assert (bar.title, bar.answer) == ("What is a | in a plan?", "")
    assert reasons(found) == {"3 Hard nobody knows": "it has no words to ask"}


def test_a_table_has_its_questions_where_most_cells_ask_or_is_left():
    found = given_text("""
        | One | Two |
        |-----|-----|
        | x   | Why is x? |

        text

        | Three | Four |
        |-------|------|
        | 3     | 4    |
        """)
    assert titles(found) == ["Why is x?"]
    assert reasons(found) == {
        "text": "text that asks nothing",
        "Three Four 3 4": "a table without a column of questions",
    }


def test_folded_parts_are_questions_with_their_answers():
    found = given_text("""
        ## Tea
        <details>
        <summary><b>1. How long do you steep &lt;green&gt; tea?</b></summary>

        Two **minutes**.

        - no more

        </details>
        <details><summary>Black tea</summary><p>Four minutes.</p><pre><code>t &lt; 5</code></pre></details>
        """)
    green, black = found.questions
    assert (green.title, green.answer, green.points) == ("How long do you steep <green> tea?", "Two **minutes**.", ["no more"])
    assert green.prompt == "How long do you steep &lt;green&gt; tea?"
    assert (black.title, black.answer, black.category) == ("Black tea", "Four minutes.\n\n```\nt < 5\n```", "Tea")


def test_a_folded_answer_belongs_to_the_question_above_it():
    found = given_text("""
        ###### 1. What does this print?
        ```js
        1 + 1
        ```
        - A: 2
        - B: 11
        <details><summary><b>Show answer</b></summary>

        #### Answer: A
        Numbers add up.
        </details>
        """)
    question = only(found)
    assert question.prompt == "What does this print?\n\n```js\n1 + 1\n```"
    assert question.points == ["A: 2", "B: 11"]
    assert question.answer == "#### Answer: A\n\nNumbers add up."


def test_a_bare_list_is_a_list_of_questions():
    found = given_text("""
        - What is a fugue?
        - Sonata form
        """)
    assert [(question.title, question.category) for question in found.questions] == [("What is a fugue?", ""), ("Sonata form", "")]


def test_bold_and_labelled_lines_are_questions_and_what_follows_their_answers():
    found = given_text("""
        **Q: What is a chord?**

        A: Notes at once.

        Three at least?

        **Q2: What is a scale?** Notes in a row.

        Q3. Who conducts?
        A: Whoever has the stick.
        """)
    assert [(question.title, question.prompt, question.answer) for question in found.questions] == [
        ("What is a chord?", "What is a chord?", "Notes at once.\n\nThree at least?"),
        ("What is a scale?", "What is a scale?", "Notes in a row."),
        ("Who conducts?", "Who conducts?", "Whoever has the stick."),
    ]


def test_plain_lines_that_ask_are_questions():
    found = given_text("""
        What is a pawn?

        The least of them.

        What is a rook?

        A tower.
        """)
    assert [(question.title, question.answer) for question in found.questions] == [
        ("What is a pawn?", "The least of them."),
        ("What is a rook?", "A tower."),
    ]


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


@settings(max_examples=150, deadline=None)
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


@settings(max_examples=150, deadline=None)
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
