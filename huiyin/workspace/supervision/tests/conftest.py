"""The pages stand on the same stage as the verbs."""

from huiyin.supervision.tests.conftest import stage

__all__ = ["stage"]
