//! MAPI's own part, for tests of providers without Outlook: it loads a provider through its entry
//! point, logs on to it, gives it a support object, ends it by the book, and records every step. It
//! knows a provider only through the C ABI and its vtables, so a provider written in C++ sits in it
//! just as well. Nothing of an author's traits is used here.
//!
//! ```
//! use provider_runtime::prelude::*;
//! use provider_runtime::session::{OpenStore, Session};
//!
//! #[mapi_provider(kind = "store", name = "Empty", uid = "5d1f8a54-0d5b-4c0e-8f5e-7a1f4b0c9e10")]
//! struct EmptyStore;
//! impl StoreProvider for EmptyStore {
//!     fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Ok(Self) }
//!     fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> { Err(Code::NOT_FOUND.into()) }
//! }
//!
//! let session = Session::start(provider_runtime::store_entry::<EmptyStore>())?;
//! let store = session.open_store(&OpenStore::new())?;
//! assert_eq!(store.get(tags::DISPLAY_NAME)?, PropValue::from("Empty"));
//! let report = session.logoff();
//! assert!(report.faults().is_empty(), "{}", report.tree());
//! # Ok::<(), provider_runtime::Error>(())
//! ```
//!
//! # Invariants
//! * S1: a provider's object is called only while the session, or a client's wrapper, holds a
//!   reference on it. (The state machines in `logon.rs` and `end.rs`; the wrappers' Drop.)
//! * S2: a support object's memory is kept until the session is gone, also after its final Release.
//!   (`state.rs`.)
//! * S3: no lock of the session is held while a provider or a sink is called (SUPREL-7), but for
//!   the AddRef of a logon object in `logon.rs`, which has to come before the reference can go.
//!   (Each file.)
//! * S4: what a provider hands out is as its interface says: what the calls say of lengths and
//!   pointers holds. (The provider; a wrong one is undefined here as it is in MAPI.)
//! * S5: a block of MAPI's memory has a size, and is freed once, with the pointer and the layout
//!   that it was allocated with; both stand under its set's lock. (`memory.rs`.)
//! * D2: what a library exports under the name of an entry point has the type that MAPI's page of
//!   that entry point says, and what runs at its load is allowed there (LOAD-3). (Who made the
//!   library, and whoever names it to the session; a wrong one is undefined here as it is in MAPI.)
//! * D3: a library stays loaded while an entry point of it may be called or an object of it is
//!   alive. (`library.rs`: its load is given back after that alone.)

mod address_book;
mod admin;
mod arguments;
mod book;
mod client;
mod clients;
mod end;
mod entries;
mod fast;
mod held;
mod identity;
mod invalid;
mod invalidated;
mod kind;
mod library;
mod log_on;
mod logoff;
mod logon;
mod logon_call;
mod malloc;
mod mapi;
mod memory;
mod message;
mod module;
mod notify;
mod numbers;
mod open;
mod options;
mod outputs;
mod own_rows;
mod own_table;
mod profile;
mod provider;
mod queue;
mod reaction;
mod record;
mod referee;
mod report;
mod routing;
mod section;
mod service_entry;
mod services;
mod session_object;
mod sink;
mod spooler;
mod state;
mod status;
mod store;
mod support;
mod table;
mod turn;
mod wish;
mod wrapping;

pub use book::AddressBook;
pub use client::Object;
pub use fast::FastShutdownBehavior;
pub use kind::Kind;
pub use mapi::Mapi;
pub use memory::Memory;
pub use message::{Closed, LentMessage, Message};
pub use module::Module;
pub use open::Session;
pub use options::Options;
pub use profile::{Profile, ProfileError, ProviderEntry, Service};
pub use record::{Event, What, what};
pub use referee::{Party, Ruling, Trace, Violation, judge};
pub use report::ShutdownReport;
pub use sink::{Notice, Sink};
pub use store::Store;
pub use table::Table;
pub use wish::OpenStore;
