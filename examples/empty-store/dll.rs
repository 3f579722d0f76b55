//! The DLL of the empty store: its entry points, and nothing else.
provider_runtime::export!(store: empty_store::EmptyStore);
