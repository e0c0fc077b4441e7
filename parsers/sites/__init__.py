"""One small file a site."""
