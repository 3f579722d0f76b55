//! MAPI's own part.
