"""Any table that people give us (.csv, .txt, .xls, .xlsx) as rows of cells; then as the columns a reader declares."""
