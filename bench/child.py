"""One store at one size, in a process of its own: fills the tables, checks the rows, runs the sections."""

import os
import sys
import time
from pathlib import Path

import django


def main(answer: str, scale: str, only: str, growing: str, rounds: str) -> None:
    """Work through it and leave the answer as a file; `growing` asks only for what is compared with ten times the data."""
    django.setup()
    # Only now: everything below reads the settings.
    from django.db import connection

    from bench import measuring, pages
    from bench.data import soundness
    from bench.data.books import NOW, TODAY
    from bench.data.make import make
    from bench.machine import load
    from bench.registry import chosen
    from bench.results import Answer, Found
    from bench.site import open_site
    from bench.sizes import Sizes
    from bench.tables import about_store
    from huiyin.core import clock

    # The data stand at one day: what is late today is late tomorrow.
    clock.now, clock.today = lambda: NOW, lambda: TODAY
    sizes, folder = Sizes.at(float(scale)), Path(os.environ["HUIYIN_DATA"])
    began = time.perf_counter()
    world = make(sizes)
    made_in = time.perf_counter() - began
    version, megabytes = about_store()
    made = Answer(connection.vendor, version, megabytes, sizes.sentence(), made_in, soundness.verify(), [])
    pages.watch()
    measuring.Rounds.asked = int(rounds)
    site = open_site(sizes, world, folder)
    for section in chosen(only.split(",") if only else [], growing=bool(int(growing))):
        before = load()
        found: Found = section.run(site)
        found.load = (before, load())
        made.sections.append(found)
    made.save(Path(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
