"""Pages of clinics, rounds and bookings."""
