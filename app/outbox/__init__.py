"""发件箱: letters waiting for the post. A letter is written in the deed it tells of, and posted afterwards, once."""
