"""Refusals: every one carries the sentence that the person at the screen reads."""


class Refused(Exception):
    """A verb that may not happen now. The message is a full Chinese sentence: what, why, how to mend."""

    @property
    def sentence(self) -> str:
        """The sentence to show."""
        return str(self)


class Stale(Refused):
    """Somebody else changed the thing since the page was opened; nothing was overwritten."""


class NotReached(Refused):
    """The thing does not exist for this actor: pages answer 404, never 403, so that a link tells nothing."""
