"""`python -m bench`: measures every store in processes of their own and writes the page; `python -m bench grouping` that alone."""

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench import grouping
from bench.document import Run, page
from bench.installations import Installations
from bench.options import Options, read_options
from bench.postgres import cluster, programs
from bench.results import Answer

TENTH = 0.1


def main() -> None:
    """Each store at full size, and at a tenth for what must not grow; then what needs no store."""
    if sys.argv[1:2] == ["grouping"]:
        sys.exit(grouping.main(sys.argv[2:]))
    options = read_options(sys.argv[1:])
    began = time.monotonic()
    runs: list[Run] = []
    missing: list[str] = []
    for store in options.stores:
        where = programs() if store == "postgresql" else None
        if store == "postgresql" and where is None:
            missing.append("本机没有安装 PostgreSQL，没有测。")
            continue
        with ExitStack() as stack:
            address = stack.enter_context(cluster(where)) if where is not None else ""
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="huiyin-bench-")))
            made = Installations(folder, address)
            tenth = _measure(made, store, options, options.scale * TENTH, growing=True)
            runs.append(Run(_measure(made, store, options, options.scale, growing=False), tenth))
    found = None
    if not options.only:
        print("… 意见归并", file=sys.stderr, flush=True)
        found = grouping.run(options.scale, million=options.growth_million)
    text = page(runs, missing, options, grouping=found, minutes=(time.monotonic() - began) / 60)
    if options.write is None:
        print(text)
    else:
        options.write.write_text(text, encoding="utf-8")


def _measure(made: Installations, store: str, options: Options, scale: float, *, growing: bool) -> Answer:
    """One store at one size, in an installation of its own."""
    name = "tenth" if growing else "full"
    answer = made.folder / f"{name}.json"
    words = [str(answer), str(scale), options.only, str(int(growing)), str(options.rounds)]
    print(f"… {store}，规模 {scale:g}", file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "bench.child", *words], env=made.fresh(name), check=True)
    made.drop(name)
    return Answer.load(answer)


if __name__ == "__main__":
    main()
