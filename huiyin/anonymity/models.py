"""The tables of what nobody may be led to: words, keys, spent credentials. No person, no order, no time but the day."""

from django.db import models


class SealedSlip(models.Model):
    """One opinion's words. No key but a random one, no time finer than the day, no sequence, no person, no address."""

    uid = models.UUIDField(primary_key=True, editable=False)
    box = models.UUIDField(db_index=True)
    day = models.DateField()
    words = models.TextField()
    code_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique, and most have none
    salt = models.CharField(max_length=32)


class LodgedDigest(models.Model):
    """That words were lodged: their salted digest, which outlives them. `root` is the published root it stands under."""

    digest = models.CharField(primary_key=True, max_length=64)
    # The day of the slip: nothing finer, and no link to it but the words and the salt themselves.
    day = models.DateField(db_index=True)
    root = models.PositiveIntegerField(null=True, db_index=True)


class SigningKey(models.Model):
    """The public half of a round's or ballot's key. The private half is a file outside the database (see keys.py)."""

    # The uid of the round or ballot: it never gets a second key.
    uid = models.UUIDField(primary_key=True, editable=False)
    public = models.BinaryField()
    made_on = models.DateField()
    destroyed_on = models.DateField(null=True)


class SpentToken(models.Model):
    """That a credential was used: the digest of its prepared message, which the server saw for the first time then."""

    digest = models.CharField(primary_key=True, max_length=64)
    # The uid of the round or ballot, for counting only.
    key = models.UUIDField(db_index=True)


class BoardLine(models.Model):
    """That a sealed ballot is in a box: its digest, which the voter alone can tell to be theirs."""

    digest = models.CharField(primary_key=True, max_length=64)
    key = models.UUIDField(db_index=True)


class SealedBallot(models.Model):
    """A ballot as it came: all of one length, for k of n tellers; destroyed when the box is opened."""

    digest = models.CharField(primary_key=True, max_length=64)
    key = models.UUIDField(db_index=True)
    sealed = models.BinaryField()


class OpenedAnswer(models.Model):
    """One answer to one question after opening, under a number that has nothing to do with the ballot it lay in."""

    uid = models.UUIDField(primary_key=True, editable=False)
    key = models.UUIDField(db_index=True)
    question = models.PositiveSmallIntegerField()
    answer = models.TextField()
