"""JSON for programs: the same lists, rights and verbs as the pages, by session."""
