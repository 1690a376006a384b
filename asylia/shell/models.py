"""What the shell keeps outside the record: drafts and files, sealed under the key `under`, and the outbox."""

from typing import ClassVar

from django.db import models


class Draft(models.Model):
    """One kept draft; `sealed` is the form's fields as JSON. Left alone by a rebuild."""

    staff = models.CharField(max_length=64)
    case = models.CharField(max_length=64)
    form = models.CharField(max_length=60)
    under = models.CharField(max_length=80)
    sealed = models.BinaryField()
    kept = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "case", "form"], name="one_draft")]

    def __str__(self) -> str:
        return self.form


class Document(models.Model):
    """One file of one case, found by its digest under the person's key (documents.py). Left alone by a rebuild."""

    case = models.CharField(max_length=64)
    under = models.CharField(max_length=80)
    handle = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    shown = models.BinaryField()
    size = models.PositiveIntegerField()
    kept = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "handle"], name="one_document")]

    def __str__(self) -> str:
        return f"{self.case}, {self.size} bytes"


class Outgoing(models.Model):
    """One message to one receiver, of the event at `version` of a case (outbox.py). Left alone by a rebuild.

    `state`: waiting, trying, sent, delivered, undelivered (no way is left), by_hand (no way a machine may use),
    told (a person did), no_address (of a member of staff). `unsure`: it may have been taken over, and nobody was told.
    """

    case = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=60)
    to = models.CharField(max_length=20)
    staff = models.CharField(max_length=64)
    words = models.CharField(max_length=20)
    rank = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)
    way = models.CharField(max_length=10, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    unsure = models.BooleanField(default=False)
    reference = models.CharField(max_length=200, default="")
    next = models.DateTimeField()
    made = models.DateTimeField()
    changed = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "next"]), models.Index(fields=["case"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "version", "number"], name="one_message")]

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """The id of the message in its case."""
        return f"{self.version}.{self.number}"
