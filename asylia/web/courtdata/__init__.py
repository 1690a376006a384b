"""Public pages of court data: publications that `asylia courtdata site` wrote, as they were written."""
