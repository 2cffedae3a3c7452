"""Somebody who holds the whole data folder, or the whole database, tries to find out who said what."""
