"""The person's own pages: phone-sized, without a script, light; who is signed in sees their own case and no other."""
