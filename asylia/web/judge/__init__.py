"""The judge's desk: remedies that people asked for, the record each rests on, the decision."""
