"""Drafts: what someone is still writing, one for each (staff, case, form), sealed under the key `under`."""

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
