"""The border desk: encounters open at one post, in six steps; never a way to judge, grade or close a fear."""
