"""The numbers this feature works by, in one place; those marked 待确认 have no rule behind them yet."""

WORDS_MOST = 10_000
SMALLEST_GROUP = 5  # rules.md §2.8 (3), survey.min_cell
REPLY_WORKING_DAYS = 15  # 待确认：转办答复时限没有读到原文规定，由各活动自定
ADDITIONS_MOST = 20  # 待确认：一条意见最多追加多少次，防止被灌满
STAGING_DAYS = 7  # 待确认：上传后没有确认的台账保留几天
SIMILAR_ENOUGH = 0.25
