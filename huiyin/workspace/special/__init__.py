"""Pages of special rectification."""
