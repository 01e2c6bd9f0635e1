"""Reports put together from several subjects, each within the reader's own scope."""
