"""The tables of this room: who may sign in and with what, who is signed in, what kind of deployment this is."""

from typing import ClassVar

from django.db import models


class Account(models.Model):
    """One member of staff, as the staff stream shows them now; made and changed by `project` alone."""

    staff = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=32)
    office = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    disabled = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["staff"]

    def __str__(self) -> str:
        return self.staff


class Passkey(models.Model):
    """One passkey of one member of staff: the public half, and how often the authenticator says it has signed.

    `credential` is the authenticator's name for it, in base64url; `handle` is what the authenticator calls its
    holder, random, one for each person. `stopped` is when a copy of it was seen; it signs nobody in after that.
    """

    credential = models.CharField(max_length=1400, unique=True)
    staff = models.CharField(max_length=64, db_index=True)
    handle = models.BinaryField(max_length=64)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField()
    made = models.DateTimeField()
    used = models.DateTimeField(null=True)
    stopped = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["made"]

    def __str__(self) -> str:
        return f"passkey {self.pk}"


class Invitation(models.Model):
    """A code with which one member of staff may register one passkey, until `until`; only its digest is kept."""

    staff = models.CharField(primary_key=True, max_length=64)
    digest = models.BinaryField(max_length=32, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.staff


class Challenge(models.Model):
    """A challenge that was handed out and not yet answered; taking it is deleting its row, so it counts once."""

    text = models.CharField(primary_key=True, max_length=100)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "challenge"


class SignIn(models.Model):
    """Who is signed in: a session is over as soon as its row is gone, wherever its cookie may be."""

    staff = models.CharField(max_length=64, db_index=True)
    passkey = models.ForeignKey(Passkey, null=True, on_delete=models.CASCADE)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.staff


class Happened(models.Model):
    """What became of a person's ways to sign in: `what` is a key of `history.SAYS`. Added to, never changed."""

    staff = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()
    what = models.CharField(max_length=32)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return self.what


class Deployment(models.Model):
    """What this database was founded as. There is one row, written once, before the first entry."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    demonstration = models.BooleanField()
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(only=1), name="one_deployment")]

    def __str__(self) -> str:
        return "demonstration" if self.demonstration else "live"


class Secret(models.Model):
    """What opens one person's own pages: the keyed, slow digest of twenty digits that nobody keeps; one a case.

    `number` is that of the event which says that it was made.
    """

    case = models.CharField(primary_key=True, max_length=64)
    digest = models.BinaryField(max_length=32, unique=True)
    number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.case


class Link(models.Model):
    """A link that was sent, good once and until `until`; only its digest is kept."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    case = models.CharField(max_length=64, db_index=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.case


class LinkAsk(models.Model):
    """A number for which someone asked a link, whatever it was; looked up later, so that the answer tells nothing."""

    number = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "a link was asked for"


class Visit(models.Model):
    """One time that a person's own pages were opened, and how; who has a visit that is not over is signed in."""

    case = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()
    how = models.CharField(max_length=10)
    over = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return self.case


class Feed(models.Model):
    """A calendar that one counsel's own program reads: whoever holds its address reads it; only a digest is kept."""

    staff = models.CharField(primary_key=True, max_length=64)
    digest = models.BinaryField(max_length=32, unique=True)
    made = models.DateTimeField()
    used = models.DateTimeField()

    def __str__(self) -> str:
        return self.staff
