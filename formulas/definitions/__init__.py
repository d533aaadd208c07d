"""What a derivative is: the linear map of the differential, its layouts, and the rules that every
derivative follows."""
