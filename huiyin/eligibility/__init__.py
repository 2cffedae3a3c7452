"""Rolls: who may once, and without being known, speak or vote; and the drawing of the credentials for it."""
