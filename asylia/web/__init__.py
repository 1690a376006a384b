"""Pages: what each person sees of the record, and the forms with which they add to it."""
