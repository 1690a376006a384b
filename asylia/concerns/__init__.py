"""The confidential channel for staff: a program of its own that shares nothing with the rest but a look.

Whoever writes here is protected by what is not kept: no account, cookie, address, browser or time of day. What it can
and cannot promise stands where the reporter reads it (texts/en.toml) and in docs/concerns.md.
"""
