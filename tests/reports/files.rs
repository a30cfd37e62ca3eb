//! Files of reports: tables are read back and summed.
