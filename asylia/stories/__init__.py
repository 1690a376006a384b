"""STORIES: whole cases as files that anyone can read and write, played through the shell into a real record.

    story = read(Path("review_held_back.toml"))         # StoryDefect: file, line, and the nearest known name
    with a_house(home) as house:                        # founded where there is none, as a demonstration
        played = play(story, house)                     # every step given, every look taken
    as_text(played), as_plain(played), played.holds     # for a person, for a program, for an exit code

The format is written in docs/reference/stories.md. Nothing is imported here, because Django must be set up
first (asylia.shell.starting).
"""
