"""Personal data: found, masked in exports, replaced before a text leaves the machine."""
