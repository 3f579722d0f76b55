//! Everything over raw vtables: what can be asked of any object, providers and clients that have no
//! wrapper, MAPI's objects as such a provider has them. The invariants that this folder cites are
//! those of `provider-runtime/src/logon/mod.rs`.

pub mod client;
pub mod exchanged;
pub mod object;
mod pointers;
pub mod sink;
pub mod store;
pub mod support_object;
pub mod transport;

pub use object::{add_ref, argument, argument_of, methods, query, release};
pub use pointers::{InvalidatedObject, Memory};
