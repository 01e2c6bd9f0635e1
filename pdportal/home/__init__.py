"""The front page, My page and what else is put together from several subjects."""
