"""What a derivative is: the linear map of the differential, its layouts, the chain rule, Newton's
step."""
