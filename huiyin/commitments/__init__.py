"""Declarations and public commitments: asked of everybody named, handed in once, and who is still missing."""
