//! What one session knows, as data: its options, its provider objects and logons, the spooler's
//! stores and messages, what clients hold. Each type keeps itself consistent; the calls that change
//! it are in the folders that stand on this one.

mod address_types;
mod client_calls;
mod fast_shutdown_state;
mod hooks;
mod id_allocator;
mod lifecycle_lock;
mod logon;
mod logons;
mod open_handles;
mod open_store;
mod opened;
mod options;
mod outbox;
mod preprocessor;
mod provider;
mod releases;
mod sessions;
mod spooler;
mod spooler_notices;
mod state;
mod status_row;
mod store_ids;
mod supports;
mod transport;

pub use fast_shutdown_state::FastShutdownBehavior;
pub use open_store::OpenStore;
pub use options::Options;

pub(crate) use address_types::{AddressTypes, Place};
pub(crate) use client_calls::ClientCalls;
pub(crate) use lifecycle_lock::LifecycleGuard;
pub(crate) use logon::{Inside, Logon, Registrations, Stage};
pub(crate) use open_handles::HeldObject;
pub(crate) use opened::{OpenedObject, OpenedStore};
pub(crate) use outbox::QueuedMessage;
pub(crate) use preprocessor::Preprocessor;
pub(crate) use provider::{Provider, provider_name};
pub(crate) use sessions::Sessions;
pub(crate) use spooler::SpoolerStore;
pub(crate) use state::{Route, State};
pub(crate) use status_row::{MAPI_ROWS, StatusRow, is_mapis_own, own_columns, row_of};
pub(crate) use store_ids::{StoreId, read_store_id, section_id, unwrapped_store_id, wrap_store_id};
pub(crate) use supports::Kept;
pub(crate) use transport::Transport;
