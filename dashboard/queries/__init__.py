"""Every question that the dashboard asks of a snapshot: one function per question, one module per topic."""
