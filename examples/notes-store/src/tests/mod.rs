//! What the store does with its file, tried without MAPI.
