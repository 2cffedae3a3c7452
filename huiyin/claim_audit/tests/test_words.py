"""Every metric can be spoken of: it has words that reports use, or a reason why no report names it."""

from huiyin.metrics.registry import METRICS

WORDLESS = {
    "D1.returned_of_issued": "only the numerator of the return rate; reports say 收回份数, which another metric counts",
    "D5.answers": "only the denominator of 满意率",
    "D5.satisfied": "only the numerator of 满意率",
    "D5.weights": "only the numerator of 满意度指数",
    "E5.due": "only the denominator of 事项报告率",
    "H3.deeds_incomplete": "what is not counted as a deed; no report boasts of it",
    "K3.adopted": "counts a piece once whoever adopts it; reports give the number of one publication, or add up",
    "M2.reception_before": "only the denominator of 公务接待费同比下降",
    "M1.budget_documents": "the running count beside a yearly budget; reports name the book's own figure",
    "M1.budget_meetings": "the running count beside a yearly budget; reports name the book's own figure",
    "M1.budget_training": "the running count beside a yearly budget; reports name the book's own figure",
    "M1.budget_inspections": "the running count beside a yearly budget; reports name the book's own figure",
    "M1.budget_commendations": "the running count beside a yearly budget; reports name the book's own figure",
    "M2.spent_abroad": "one line of 三公经费; reports name the whole or how it changed",
    "M2.spent_reception": "one line of 三公经费; reports name the whole or how it changed",
    "M2.spent_car_purchase": "one line of 三公经费; reports name the whole or how it changed",
    "M2.spent_car_running": "one line of 三公经费; reports name the whole or how it changed",
    "F4.with_baseline": "how far a list is filled in; reports name the indicators or those that met their target",
    "F4.targets_met": "said of each indicator by its own name and never by one word for all",
    "F9.acted_on": "only the numerator of 来文落实率",
    "F9.not_acted_on": "what nobody acted on; no report boasts of it",
    "E1.sides": "reports say 四个方面, which is how a speech is divided and never found as a claim",
}


def test_every_metric_has_words_or_says_why_not() -> None:
    assert {metric.code for metric in METRICS if not metric.words} == set(WORDLESS)


def test_no_two_metrics_are_named_alike_in_all_that_tells_them_apart() -> None:
    named = [
        (metric.words, metric.verbs, str(metric.measure_word), metric.unlike) for metric in METRICS if metric.words
    ]
    twice = {one for one in named if named.count(one) > 1}
    assert {one[0][0] for one in twice} <= {"意见表"}
