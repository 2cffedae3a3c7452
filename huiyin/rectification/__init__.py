"""Problems and measures: from a confirmed problem to a checked, rated and looked-back-on result."""
