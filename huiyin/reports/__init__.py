"""Reports: templates, figures taken and fingerprinted, issue, freeze, drift."""
