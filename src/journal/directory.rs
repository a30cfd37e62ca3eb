//! The data directory: made so that only the register's user can read it, and locked so that only one Kassa writes in it.
