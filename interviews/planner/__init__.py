"""Planning a whole loop: pure functions over diaries. What is proposed passes the one rule, since it is made of its bars."""
