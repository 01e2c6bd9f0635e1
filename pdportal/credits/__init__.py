"""Clock-hour rules as dated, sourced data, and what of somebody's hours they count."""
