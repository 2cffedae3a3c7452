"""The desk of huiyin/consolidating/tests, seen through the pages."""

from huiyin.consolidating.tests.conftest import desk as desk
from huiyin.consolidating.tests.conftest import listening as listening
