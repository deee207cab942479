"""The figures: one file per chart, each a pure function from rows to a Plotly figure and its alt text."""
