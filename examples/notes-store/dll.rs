//! The DLL of the notes store: its entry points, and nothing else.
provider_runtime::export!(store: notes_store::NotesStore);
