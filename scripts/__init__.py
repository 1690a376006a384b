"""What the Makefile calls: environment, browser assets, Chromium, licences."""
