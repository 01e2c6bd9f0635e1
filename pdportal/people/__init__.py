"""Users, schools, dated appointments, and who may see and vouch for whom."""
