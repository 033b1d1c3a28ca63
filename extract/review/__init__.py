"""The web page on which people settle doubtful fields."""
