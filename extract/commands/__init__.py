"""One file per command of gouji; each is imported only when it is called."""
