"""Pages of problems, measures and what closing one takes: form, one service call, template."""
