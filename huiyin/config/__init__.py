"""Settings, addresses and the lists of jobs: the only place that knows everything."""
