"""From one event in its case to the rows it makes, by the part of the procedure it comes from."""
