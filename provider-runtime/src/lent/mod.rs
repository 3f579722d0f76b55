//! MAPI's and clients' objects as an author meets them: borrowed, counted, never kept past their
//! lender; one file an interface. The entry identifiers and events that he writes for them are
//! here, too. Our own objects are in `logon/`.

mod admin;
mod entry;
mod event;
mod event_sent;
pub(crate) mod message;
mod prop;
mod support;
mod thread;
mod transport_support;

pub(crate) use admin::Service;
pub use admin::ServiceAction;
pub use entry::{EntryId, EntryKey, StoreKey};
pub use event::{Event, ObjectKind};
pub use prop::ProfileSection;
pub(crate) use prop::get as get_property;
pub use support::{Status, Support};
pub(crate) use thread::MapiThread;
