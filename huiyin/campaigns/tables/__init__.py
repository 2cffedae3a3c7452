"""Tables of campaigns beyond the plan itself, one file a theme; import them from huiyin.campaigns.models."""
