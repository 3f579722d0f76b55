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
//!   reference on it. (The state machine in `model/logon.rs`; the wrappers' Drop.)
//! * S2: a support object's memory is kept until the session is gone, also after its final Release.
//!   (`model/supports.rs`.)
//! * S3: no lock of the session is held while a provider or a sink is called (SUPREL-7), but for
//!   the AddRef of a logon object in `model/logon.rs`, which has to come before the reference can
//!   go. (Each file.)
//! * S4: what a provider hands out is as its interface says: what the calls say of lengths and
//!   pointers holds. (The provider; a wrong one is undefined here as it is in MAPI.)
//! * S5: a block of MAPI's memory has a size, and is freed once, with the pointer and the layout
//!   that it was allocated with; both stand under its set's lock. (`process/memory.rs`.)
//! * S6: an object that the session lends is boxed, and starts with as many vtable pointers as its
//!   class has interfaces; after its last Release its memory is used by stubs alone, and freed
//!   once. (`process/quarantine.rs`.)
//! * D2: what a library exports under the name of an entry point has the type that MAPI's page of
//!   that entry point says, and what runs at its load is allowed there (LOAD-3). (Who made the
//!   library, and who names it to the session; a wrong one is undefined here as it is in MAPI.)
//! * D3: a library stays loaded while an entry point of it may be called or an object of it is
//!   alive. (`process/libraries.rs`: its load is given back after that alone.)
//! * D4: the system copies memory of this process into a buffer of ours and answers for addresses
//!   that there are not. (The operating system.)

mod client;
mod copying;
mod foreign;
mod kind;
mod logon;
mod message;
mod model;
mod notify;
mod objects;
mod process;
mod profile;
mod record;
mod referee;
mod shutdown;
mod spooler;
mod support;
mod tables;
mod transport;

pub use client::{
    AddressBook, ByHand, Changes, ClientShutdown, Contents, Folder, IpmSubtree, Mail, Mapi, Meeting, MessageChanges,
    Met, Names, Object, Outgoing, ReceiveFolders, Registered, Session, Sink, StatusObject, Store, Stream, Table,
};
pub use kind::Kind;
pub use message::{Closed, LentMessage, Message};
pub use model::{FastShutdownBehavior, OpenStore, Options};
pub use notify::Notice;
pub use process::{Memory, Module};
pub use profile::{Profile, ProfileError, ProviderEntry, Service};
pub use record::{Event, What, what};
pub use referee::{Party, Ruling, Trace, Violation, judge};
pub use shutdown::ShutdownReport;
