"""What a claim is held against: autodiff, and finite differences of the function's own values."""
