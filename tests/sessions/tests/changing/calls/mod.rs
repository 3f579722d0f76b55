//! A store's objects as a client calls them over their vtables, each method with the arguments that
//! a test chooses, and what a client has of its own: sinks and progress objects. The session's
//! wrappers are what clients in Rust use.

mod folder;
mod item;
mod message;
mod progress;
mod property;
mod sink;
mod store;
mod stream;
mod table;

pub use folder::FolderCalls;
pub use item::Item;
pub use message::MessageCalls;
pub use progress::Progress;
pub use sink::{Notice, Sink};
pub use store::StoreCalls;
pub use stream::StreamCalls;
pub use table::TableCalls;
