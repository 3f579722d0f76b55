//! What several tests share: scripted providers, providers and clients over raw vtables, the
//! loading of DLLs, the C compiler. The tests themselves are in the packages beside this one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "what only tests call may panic"
)]

pub mod cc;
pub mod dll;
pub mod raw;
pub mod script;

pub use script::{
    IDENTITY, ITS_UID, KEPT, OWN_UID, SCRIPT, Script, Scripted, ScriptedBook, ScriptedPost, TYPES, open, root,
    scripted, session_of, to_ann,
};
