"""The unit tree, people, posts, teams, accounts, and who reaches what."""
