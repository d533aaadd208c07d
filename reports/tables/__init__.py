"""Tables made from rows, and the formats they are written in."""
