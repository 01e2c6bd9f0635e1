"""What every app may use: base page, blocks, tables, dates, pagination. No models."""
