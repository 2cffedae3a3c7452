"""`python -m huiyin.text claims FILE… --json`."""

import sys

from huiyin.text.cli import main

sys.exit(main(sys.argv[1:]))
