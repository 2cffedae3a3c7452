"""The rules by which votes are decided, as named and versioned presets with their sources; pure functions of counts."""
