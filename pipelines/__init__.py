"""Make a DuckDB snapshot of declared and documented arms out of published tables and articles."""
