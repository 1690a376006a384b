"""What can be wrong with a measure, a store of tables or an edition, in one plain sentence."""


class OversightError(Exception):
    """A measure, a store or an edition cannot be used; its text says what, where and how to mend it."""
