"""The daily acts of this feature, for the worker's list."""

from huiyin.core.jobs import DailyAct
from huiyin.opinions.batches import post_daily_batches
from huiyin.opinions.receipts import publish_root
from huiyin.opinions.staging import discard_old

DAILY = (
    DailyAct("opinions.batches", post_daily_batches),
    DailyAct("opinions.roots", publish_root),
    DailyAct("opinions.staged", discard_old),
)
