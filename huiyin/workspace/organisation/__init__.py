"""Pages on units, people, posts, teams, rights and the roster's import."""
