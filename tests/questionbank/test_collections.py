"""Public collections of questions: every style they are written in, what is left and why, and what is refused."""

from tests.questionbank.given import given_text, only, reasons, titles


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
