"""The site: entries, sources, timings and the pages that show them."""
