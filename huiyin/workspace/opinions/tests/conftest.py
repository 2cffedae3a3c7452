"""The round of huiyin/opinions/tests, seen through the pages."""

from huiyin.opinions.tests.conftest import listening as listening
