"""The hearing clerk's desk: dockets, notices and their service, attendance and its causes, court orders."""
