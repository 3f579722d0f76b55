//! Copies between objects of any providers, over their vtables alone: of properties (`values.rs`,
//! `named.rs`), messages with what hangs on them (`parts.rs`), folders with what is in them
//! (`folders.rs`). An object's own CopyTo is never called (PROP-80). What a caller says is read in
//! `scope.rs` and `progress.rs`; who calls is in `support/`.

mod copier;
mod folders;
mod named;
mod parts;
mod progress;
mod scope;
mod values;

pub(crate) use copier::{Copier, Manner, Problem};
pub(crate) use folders::{copy_folder, copy_messages};
pub(crate) use progress::Progress;
pub(crate) use scope::{Scope, read_tags};
