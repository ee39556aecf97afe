"""The demo company: invented people, relative to the moment it is made, by the same verbs that people use."""
