"""The facts that event tables hold, by the part of the procedure they come from."""
