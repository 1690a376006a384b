"""The two tables of this room: who may sign in, and what kind of deployment this is."""

from typing import ClassVar

from django.db import models


class Account(models.Model):
    """One member of staff, as the staff stream shows them now; made and changed by `project` alone."""

    staff = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=32)
    office = models.CharField(max_length=200, blank=True)
    disabled = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["staff"]

    def __str__(self) -> str:
        return self.staff


class Deployment(models.Model):
    """What this database was founded as. There is one row, written once, before the first entry."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    demonstration = models.BooleanField()
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(only=1), name="one_deployment")]

    def __str__(self) -> str:
        return "demonstration" if self.demonstration else "live"
