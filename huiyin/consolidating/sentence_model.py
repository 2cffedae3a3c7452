"""The sentence model for a run that asked for it: in the worker only, by name and version; the light way where it is not there."""

from dataclasses import dataclass

from huiyin.text.grouping.embedding import Embedder, NoModel, SmallModel, installed


def is_there() -> bool:
    """Whether the optional component is installed; the page offers the choice only then."""
    return installed()


@dataclass(frozen=True)
class Chosen:
    """What reads the words beside the light way: nothing unless asked for. `why_not` is a full sentence."""

    embedder: Embedder | None = None
    name: str = ""
    why_not: str = ""


def chosen(*, wanted: bool) -> Chosen:
    """The model if it was asked for and can be loaded; else why the light way is taken."""
    if not wanted:
        return Chosen()
    try:
        model = SmallModel()
    except NoModel as problem:
        return Chosen(why_not=str(problem))
    return Chosen(model, model.name)
