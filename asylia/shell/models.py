"""What the shell keeps outside the record, sealed under the key `under`: drafts, and the files that entries name."""

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
