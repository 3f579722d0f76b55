//! The DLL of the mail store: its entry points, and nothing else.
provider_runtime::export!(store: eml_store::EmlStore);
