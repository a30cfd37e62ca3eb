//! Brings a database to the schema that this program knows.
