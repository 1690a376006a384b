"""What leaves: counts about people, protected so that no small group can be told from what is printed."""

from asylia.publish.cells import Cell, Held, NotSafe, Protected, bounds, protect

__all__ = ["Cell", "Held", "NotSafe", "Protected", "bounds", "protect"]
