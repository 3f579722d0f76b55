//! The end: of a session in its order (`sequence.rs`), of one logon, of one provider object, of the
//! spooler's stores; a fast shutdown, which is a path of its own; and the report of what came of
//! it. How a client begins it is in `client/`.

mod fast_shutdown;
mod logon_end;
mod provider_end;
mod report;
mod sequence;
mod spooler_stores;

pub use report::ShutdownReport;

pub(crate) use fast_shutdown::FastShutdown;
pub(crate) use logon_end::LogonEnd;
pub(crate) use report::Reporting;
pub(crate) use sequence::Sequence;
pub(crate) use spooler_stores::SpoolerStores;
