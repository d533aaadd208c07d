"""Text read: characters to tokens, tokens to what is written."""
