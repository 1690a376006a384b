"""STORIES: whole cases as files that anyone can read and write, played through the shell into a real record.

    start(home)                                         # asylia.shell.starting: Django is set up first
    story = read(Path("review_held_back.toml"))         # StoryDefect: file, line, and the nearest known name
    played = play(story, theatre(home))                 # every step given, every look taken
    as_text(played); as_plain(played); played.holds     # for a person, for a program, for an exit code

They stand in `reading`, `playing`, `theatre`, `telling` and `plain`. The format is written in
docs/reference/stories.md. Nothing is imported here, because Django must be set up before its models are.
"""
