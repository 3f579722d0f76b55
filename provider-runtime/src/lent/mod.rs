//! MAPI's and clients' objects as an author meets them: borrowed, counted, never kept past their lender; one file an
//! interface. Our own objects live in `com/`.

mod admin;
pub(crate) mod message;
mod prop;
mod support;
mod thread;

pub use prop::ProfileSection;
pub use support::{Status, Support};
pub(crate) use thread::MapiThread;
