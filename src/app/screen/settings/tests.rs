//! Presses and keys in the settings, and what the till is asked for.
