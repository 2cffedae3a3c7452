"""What the tests of the desk start from."""

from huiyin.opinions.tests.conftest import listening as listening
