"""What a report is made from: verdicts, timings, and what follows from both once a run."""
