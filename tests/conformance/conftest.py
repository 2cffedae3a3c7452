"""The county and its browsers, as beside the features."""

from huiyin.conftest import browser, county

__all__ = ["browser", "county"]
