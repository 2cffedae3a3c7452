"""Regulations: kept, amended, repealed or made, each with its reason, owner, text and the problem it answers."""
